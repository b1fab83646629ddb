"""The page about a division: in both languages, with the numbers of the graph, and nobody's whole name."""

from datetime import date

import pytest

from graph_service.county_report import CountyReport, county_report, json_object, markdown
from graph_service.guardianship.assessment import Moment
from graph_service.texts import Language
from tests.api.asking import READERS, Asking
from tests.api.county import COUNTY
from tests.api.resolvers import View

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def page(asking: Asking) -> CountyReport:
    return county_report(asking.county.graph, Moment(DAY), COUNTY)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_names_nobody(asking: Asking, page: CountyReport, language: Language) -> None:
    text = markdown(page, language)
    people = asking.resolving.archive.nodes["Person"]
    names = {each["name"] for node in people for each in (node.now, *node.versions) if len(each.get("name") or "") > 1}
    assert not [name for name in names if name in text]
    assert text.count("\n## ") == 6
    assert "{" not in text


def test_the_numbers_are_those_of_the_graph(asking: Asking, page: CountyReport) -> None:
    archive = asking.resolving.archive
    view = View(archive, READERS[3], DAY, None)
    people = [node for node in archive.nodes["Person"] if view.is_child(node)]
    children = {node.id for node in people if (node.now.get("division") or "").startswith(COUNTY)}
    assert page.grades.total() == len(children)
    told = json_object(page, "en")
    for category in told["categories"]:
        hits = [hit for hit in archive.hits(DAY, None) if hit.rule.id == category["rule"] and hit.child_id in children]
        assert category["children"] == len({hit.child_id for hit in hits if hit.answer == "yes"})
    urgent = sum(township["children"] for township in told["urgent"])
    assert 0 < urgent <= len(children)
    assert [each["day"] for each in told["ending"]] == sorted(each["day"] for each in told["ending"])
    assert all(duty["children"] for duty in told["duties"])
