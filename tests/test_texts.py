"""Everything said to a user exists in both languages, with the same placeholders."""

import re
from pathlib import Path

import yaml

import graph_service
from graph_service.access.policy import POLICY
from graph_service.guardianship.statistics import Key
from graph_service.guardianship.timeline import Event
from graph_service.model.difference import DifferenceKind
from graph_service.networks.kinship import Line
from graph_service.networks.ties import SUPPORT_KINDS, TieKind, TieName
from graph_service.recording.outcome import Refusal
from graph_service.texts import text

PACKAGE = Path(graph_service.__file__).parent
CATALOGUE = yaml.safe_load((PACKAGE / "texts" / "catalogue.yaml").read_text("utf-8"))
KEYS = {f"{section}.{name}" for section, names in CATALOGUE.items() for name in names}


def test_both_languages_have_the_same_placeholders() -> None:
    for names in CATALOGUE.values():
        for name, versions in names.items():
            assert versions.keys() == {"en", "zh"}, name
            assert set(re.findall(r"\{\w+\}", versions["en"])) == set(re.findall(r"\{\w+\}", versions["zh"])), name


def test_every_key_in_the_code_exists_and_every_key_is_used() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r"""(?:text|_say)\(\s*["'](\w+\.\w+)""", sources)) | {
        f"import.{name}" for name in ("read", "inserted", "updated", "unchanged", "quarantined")
    }
    used |= {f"role.{title.lower()}" for title in POLICY.roles}
    several = [row.purposes for row in POLICY.roles.values() if len(row.purposes) > 1]
    used |= {f"purpose.{purpose.lower()}" for purposes in several for purpose in purposes}
    used |= {f"quarantine.{name}" for name in ("file", "line", "column", "value", "reason")}
    used |= {f"refusal.{code.lower()}" for code in Refusal}
    columns = ("id", "kind", "severity", "title", "version", "found", "undetermined", "child", "why", "basis")
    page = (PACKAGE / "county_report.py").read_text("utf-8")
    used |= {f"county.{name}" for name in re.findall(r"""(?:told|self)\(\s*["'](\w+)""", page)}
    used |= {f"county.{name}" for name in re.findall(r'"(\w+)"', " ".join(re.findall(r"self\.table\(\((.*?)\)", page)))}
    used |= {f"county.{severity}" for severity in ("high", "medium", "low")}
    used |= {f"statistics.{key.lower()}" for key in Key}
    used |= {f"rules.{name}" for name in (*columns, "shows", "day", "expected", "answer", "place", "grade")}
    used |= {f"candidates.{name}" for name in ("rank", "who", "relation", "state", "place", "care", "why")}
    used |= {f"timeline.{name}" for name in ("from", "until", "grade", "cause", "responsible", "child", "day")}
    used |= {f"timeline.{event.lower()}" for event in Event}
    columns = ("n", "at", "subject", "role", "scope", "purpose", "kind", "operation", "decision", "rows")
    used |= {f"audit.{name}" for name in (*columns, "file", "line", "finding")}
    columns = ("day", "child", "kind", "before", "after", "why")
    used |= {f"differences.{name}" for name in columns} | {f"difference_kind.{kind.lower()}" for kind in DifferenceKind}
    used |= {f"network.{name.lower()}" for name in TieName}
    symbols = ("male", "female", "sex_unknown", "index", "dead", "married", "divorced", "unmarried")
    symbols += tuple(f"descent_{name}" for name in ("biological", "adoptive", "step", "ended"))
    used |= {f"drawing.{name}" for name in symbols}
    used |= {f"drawing.{name.lower()}" for name in (*TieKind, *SUPPORT_KINDS, "strong", "moderate", "weak")}
    used |= {f"kinship.{name}" for name in ("term", "degree", "line", "way", *(line.lower() for line in Line))}
    columns = ("child", "sibling", "home", "care", "parents", "relatives")
    used |= {f"separated.{name}" for name in columns}
    columns = ("size", "able_adults", "redundancy", "constraint", "load", "isolation", "origin", "destination")
    columns += ("day", "measured_at", "version")
    used |= {f"networks.{name}" for name in (*columns, "child", "grade", "parents_away", "together", "yes", "no")}
    assert used == KEYS


def test_placeholders_are_filled_in() -> None:
    assert text("report.age", "en", age=7) == "7 years"
    assert text("report.age", "zh", age=7) == "7 岁"
