"""What Gramps calls relatives. How kin_terms_gramps.json was made, with `gramps==6.0.8` downloaded and unpacked:

    GRAMPS_RESOURCES=<unpacked>/gramps-6.0.8.data/data/share PYTHONPATH=<unpacked> python kin_terms_gramps.py

Gramps (GPL) is neither installed nor shipped: its answers alone are kept.
"""

# ruff: noqa: E402
import json
import sys
from itertools import product
from unittest.mock import MagicMock

for module in ("gi", "gi.repository", "gi.repository.GLib"):  # its windows, which are not opened
    sys.modules[module] = MagicMock()

from gramps.gen.lib import Person
from gramps.gen.relationship import RelationshipCalculator

SEXES = {"male": Person.MALE, "female": Person.FEMALE, "unknown": Person.UNKNOWN}
BY_MARRIAGE = ((1, 0, True), (2, 0, True), (1, 1, True), (1, 1, False), (2, 1, False), (0, 1, False), (0, 2, False))


def said(up: int, down: int, sex: int, **in_law: bool) -> str:
    """Generations up to the common ancestor and down from there."""
    calculator = RelationshipCalculator()
    return calculator.get_single_relationship_string(up, down, Person.UNKNOWN, sex, "f" * up, "f" * down, **in_law)


if __name__ == "__main__":
    told = {
        f"{up} {down} {name}": said(up, down, sex)
        for (up, down), (name, sex) in product(product(range(5), repeat=2), SEXES.items())
        if up + down
    }
    for (up, down, first), (name, sex) in product(BY_MARRIAGE, SEXES.items()):
        where = "spouse first" if first else "spouse last"
        told[f"{up} {down} {name} {where}"] = said(up, down, sex, in_law_a=first, in_law_b=not first)
    print(json.dumps(told, indent=0))
