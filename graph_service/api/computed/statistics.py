"""Numbers of children, small ones hidden."""

from typing import Any

from graph_service.api.computed.question import Question
from graph_service.errors import ErrorCode, ServiceError
from graph_service.guardianship import statistics as numbers
from graph_service.guardianship.statistics import COUNTY, Key, Row
from graph_service.model.division import division_prefix


def statistics(question: Question) -> dict[str, Any]:
    """The numbers of a division that lies in the reader's own.

    Raises:
        ServiceError: FORBIDDEN; those of `guardianship.statistics`.
    """
    division = division_prefix(question.arguments["division"].removeprefix("Division:"))
    if not division.startswith(question.identity.division or ""):
        what, remedy = "Statistics are of your own division.", "Give its code, or that of a division inside it."
        raise ServiceError(ErrorCode.FORBIDDEN, what, remedy)
    by = [Key(getattr(each, "value", each)) for each in question.arguments["by"]]
    found = numbers.statistics(question.graph, question.moment, division, by)
    return {
        "division": found.division,
        "smallest": found.smallest,
        "source": found.source.model_dump(),
        "withheld": list(found.withheld),
        "rows": [_row(each) for each in found.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    code_of_sex = {name: code for code, name in numbers.SEXES.items()}
    place = row.values.get(Key.DIVISION)
    return {
        "county": place and place[:COUNTY],
        "township": place if place and len(place) > COUNTY else None,
        "age": row.values.get(Key.AGE),
        "sex": code_of_sex.get(row.values.get(Key.SEX, "")),
        "grade": row.values.get(Key.GRADE),
        "category": row.values.get(Key.CATEGORY),
        "count": row.count,
        "hidden": row.count is None,
    }
