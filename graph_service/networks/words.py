"""A person's support network in words: who is how near and by which ties, who could look after them, which groups."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from graph_service.networks.ego import EgoNetwork, Group
from graph_service.networks.ties import TieName
from graph_service.texts import Language, text

MOST_NAMED: Final = 12
"""People of one distance that are named; the others are counted."""


def in_words(network: EgoNetwork, names: Mapping[str, str], day: date, language: Language) -> list[str]:
    """The network, a sentence a line, the first a heading.

    Args:
        names: what to call persons, organisations and schools, by their id; those left out are called by it.
    """
    around = network.around
    lines = [text("network.heading", language, person=_called(network.person.ref, names), day=day)]
    ties = _ties_that_lead(network)
    for far in range(1, max(around.distance.values()) + 1):
        people = [each for each, distance in around.distance.items() if distance == far]
        said = [
            text(
                "network.somebody",
                language,
                name=_called(each, names),
                ties=_joined((name_of(name, language) for name in ties[each]), language),
            )
            for each in people[:MOST_NAMED]
        ]
        if len(people) > MOST_NAMED:
            said.append(text("network.others", language, number=len(people) - MOST_NAMED))
        away = text("network.one_tie", language) if far == 1 else text("network.more_ties", language, number=far)
        lines.append(text("network.layer", language, ties=away, count=len(people), people=_joined(said, language)))
    lines += [_group(group, names, language) for group in network.groups]
    if not around.complete:
        lines.append(text("network.incomplete", language))
    return lines


def able_in_words(able: Collection[str], names: Mapping[str, str], language: Language) -> str:
    """Who could look after a child, of those within reach.

    Args:
        able: their references.
        names: as for `in_words`.
    """
    if not able:
        return text("network.nobody_able", language)
    people = _joined((_called(each, names) for each in able), language)
    return text("network.able", language, count=len(able), people=people)


def name_of(name: TieName, language: Language) -> str:
    """What a tie is called."""
    return text(f"network.{name.lower()}", language)


def _ties_that_lead(network: EgoNetwork) -> Mapping[str, list[TieName]]:
    """By which ties somebody is tied to those who are one tie nearer, each name once, by reference."""
    distance = network.around.distance
    found: dict[str, dict[TieName, None]] = defaultdict(dict)
    for tie in network.around.ties:
        for each in (tie.start, tie.end):
            if distance[tie.other(each)] == distance[each] - 1:
                found[each][tie.name] = None
    return {each: sorted(names) for each, names in found.items()}


def _group(group: Group, names: Mapping[str, str], language: Language) -> str:
    what = {
        TieName.CLASSMATE: text("network.class", language, detail=group.detail),
        TieName.PLACED_WITH: text("network.institution", language),
        TieName.MEMBER_OF: text("network.household", language),
        TieName.CHILD_DIRECTOR: text("network.director", language),
    }
    hub = _called(group.hub.ref, names)
    return text("network.group", language, tie=what[group.name], count=f"{group.count:,}", hub=hub)


def _called(ref: str, names: Mapping[str, str]) -> str:
    id_ = ref.partition(":")[2]
    return names.get(id_, id_)


def _joined(words: Iterable[str], language: Language) -> str:
    return text("network.and", language).join(words)
