"""The statutory order of candidate guardians as data, read from `cypher/candidates/order.yaml`."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import cypher_folder
from graph_service.guardianship.kinship import Relation
from graph_service.guardianship.table import Text
from graph_service.sentence import Sentence

ORDER_FILE = "candidates/order.yaml"


class Order(StrEnum):
    """Groups of candidates, in the order of the law; `guardianship.md` section 7."""

    GRANDPARENTS = "GRANDPARENTS"
    ELDER_SIBLINGS = "ELDER_SIBLINGS"
    OTHERS = "OTHERS"
    ORGANISATIONS = "ORGANISATIONS"


class Distance(StrEnum):
    """How near somebody lives to a child, nearest first."""

    HOUSEHOLD = "HOUSEHOLD"
    VILLAGE = "VILLAGE"
    TOWNSHIP = "TOWNSHIP"
    COUNTY = "COUNTY"
    ELSEWHERE = "ELSEWHERE"
    UNKNOWN = "UNKNOWN"


class Reason(StrEnum):
    """Why a candidate ranks where they do, besides the order of the law."""

    HALF_BLOOD = "HALF_BLOOD"
    ADOPTIVE = "ADOPTIVE"
    STEP = "STEP"
    BY_MARRIAGE = "BY_MARRIAGE"
    ENTRUSTED = "ENTRUSTED"
    SAME_HOUSEHOLD = "SAME_HOUSEHOLD"
    SUPPORTS_THE_CHILD = "SUPPORTS_THE_CHILD"
    AWAY = "AWAY"
    NOT_CAPABLE = "NOT_CAPABLE"
    BARRED = "BARRED"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Strict):
    """One place of the order: who, by which law, and whether with consent only."""

    title: Text
    law: Text
    consent: bool


class StatutoryOrder(_Strict):
    """The order and the words for what follows from it.

    Source: `guardianship.md` section 7; Civil Code, arts 27 and 32.
    """

    orders: Mapping[Order, Group]
    relations: Mapping[Relation, Text]
    distances: Mapping[Distance, Text]
    reasons: Mapping[Reason, Text]


@cache
def statutory_order() -> StatutoryOrder:
    """The order in force.

    Raises:
        ServiceError: RULE_INVALID, naming the file and what is wrong.
    """
    try:
        order = StatutoryOrder.model_validate(yaml.safe_load((cypher_folder() / ORDER_FILE).read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise _invalid(str(error)) from None
    told = {*order.orders, *order.relations, *order.distances, *order.reasons}
    if missing := {*Order, *Relation, *Distance, *Reason} - told:
        raise _invalid(f"no entry for {', '.join(sorted(missing))}")
    return order


def _invalid(problems: str) -> ServiceError:
    what = Sentence("The rule file {file} is not valid: {problems}.", file=ORDER_FILE, problems=problems)
    return ServiceError(ErrorCode.RULE_INVALID, what, "Correct it.")
