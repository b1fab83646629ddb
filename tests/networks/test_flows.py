"""Flows of parents as they may be published."""

from collections import Counter

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
    found = [Flow(origin, destination, number) for (origin, destination), number in counted.items()]
    total, origins, destinations, cells = table(found, 5)
    assert total is None or total == sum(counted.values())
    for place, line in ((0, origins), (1, destinations)):
        sums = Counter[str]()
        for cell, number in counted.items():
            sums[cell[place]] += number
        assert all(number in (None, sums[key]) for key, number in line)
        assert not any(number and number < 5 for _, number in line)
    for flow in cells:
        assert flow.parents in (None, counted.get((flow.origin, flow.destination), 0))
        assert flow.parents is None or flow.parents >= 5
    if cells:
        assert {(flow.origin, flow.destination) for flow in cells} == counted.keys()


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
