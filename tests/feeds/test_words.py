"""The words of the graph that rooms below the feeds know are those that the contract of the feeds fills."""

from graph_service.feeds.contract import FEEDS
from graph_service.model.facts import ENTITIES, FACTS


def test_facts_and_entities_are_those_of_the_contract() -> None:
    assert {feed.relationship for feed in FEEDS if feed.relationship} == FACTS
    assert {feed.label for feed in FEEDS if feed.label} == ENTITIES
