"""Random worlds with kin: four generations, half, adoptive and step relations, marriages, households and support."""

from collections.abc import Sequence

from worlds import HOME, OTHER_COUNTY, SAME_COUNTY, Draft


class KinDraft(Draft):
    """As `worlds.py`, with everything that candidate guardians are found by."""

    def organisation(self, organisation_id: str) -> None:
        def draw() -> dict[str, str]:
            begin = self.begin_or_ever()
            return {
                "organisation_id": organisation_id,
                "name": f"机构{organisation_id}",
                "kind": self.rng.choice(("CHARITY", "CIVIL_AFFAIRS_BUREAU", "VILLAGE_COMMITTEE", "VILLAGE_COMMITTEE")),
                "division": self.rng.choice((f"{self.prefix_of_division}", HOME, SAME_COUNTY, OTHER_COUNTY)),
                "from": begin,
                "to": self.end(begin),
            }

        self.tell("organisations", draw, draw)

    prefix_of_division = "990101000000"

    def more(self, young: Sequence[str], grown: Sequence[str], houses: Sequence[str]) -> None:
        rng = self.rng
        everybody = [*young, *grown]
        for person in everybody:
            elders = [each for each in grown if max(self.births[each]) < min(self.births[person])]
            for parent in rng.sample(elders, min(len(elders), rng.choice((0, 1, 1, 2)))):
                kinds = rng.choice((("BIOLOGICAL",), ("BIOLOGICAL",), ("ADOPTIVE",), ("STEP",)))
                self.parentage(parent, person, kinds)
        for _ in range(rng.choice((0, 1, 2))):
            one, other = rng.sample(grown, 2)
            self.fact("marriages", True, lambda one=one, other=other: {"person_id": one, "spouse_id": other})
        for child_id in young:
            for _ in range(rng.choice((0, 0, 1, 2))):
                supporter = rng.choice(grown)
                kind = rng.choice(("KIN", "NEIGHBOUR", "VOLUNTEER"))
                self.fact(
                    "support_ties",
                    True,
                    lambda child=child_id, who=supporter, kind=kind: {
                        "person_id": child,
                        "supporter_id": who,
                        "kind": kind,
                    },
                )
