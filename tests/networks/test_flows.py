"""Flows of parents as they may be published."""

from hypothesis import given
from hypothesis import strategies as st

from graph_service.model.assessment import State
from graph_service.networks.flows import Away, Flow, flows, level_below, table

ORIGINS, DESTINATIONS = ("990101001", "990101002", "990101003"), ("4403", "3301", "9902")
COUNTED = st.dictionaries(
    st.tuples(st.sampled_from(ORIGINS), st.sampled_from(DESTINATIONS)), st.integers(1, 30), min_size=1
)


@given(COUNTED)
def test_no_small_number_is_told_and_what_is_told_is_true(counted: dict[tuple[str, str], int]) -> None:
    shown = table([Flow(*cell, number) for cell, number in counted.items()], 5)
    assert (shown[0].origin, shown[0].destination) == (None, None)
    for flow in shown:
        true = sum(
            number
            for (origin, destination), number in counted.items()
            if flow.origin in (None, origin) and flow.destination in (None, destination)
        )
        assert flow.parents is None or flow.parents == true >= 5


def test_a_parent_counts_once_for_each_place() -> None:
    def gone(child: str, village: str, parent: str, destination: str) -> Away:
        return Away(child, village, parent, destination, State.AWAY, f"{parent}/{destination}")

    found = [
        gone("C1", "990101001001", "P1", "440305000000"),
        gone("C2", "990101001001", "P1", "440306000000"),  # the same parent, another child, the same prefecture
        gone("C2", "990101001001", "P2", "330106000000"),
        gone("C3", "990101002001", "P1", "440305000000"),
    ]
    assert flows(found, 9) == [
        Flow("990101001", "3301", 1),
        Flow("990101001", "4403", 1),
        Flow("990101002", "4403", 1),
    ]
    assert [level_below(each) for each in (None, "99", "9901", "990101", "990101001", "990101001001")] == [
        *(2, 4, 6, 9, 12, 12)
    ]
