"""What one request may ask for. Every limit says its name and what is allowed when it is exceeded."""

from dataclasses import dataclass

from graph_service.api.errors import LocatedError, Location
from graph_service.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request.

    Attributes:
        body_bytes: size of the HTTP body, or of one WebSocket message.
        json_depth: arrays and objects inside each other in the body.
        tokens: lexical tokens of the document, comments included.
        depth: selection sets inside each other, through fragments.
        fields: fields that one operation or fragment selects, with all fragments written out.
        root_fields: fields at the top of one operation; each is one statement.
        aliases: aliases in the document.
        directives: directives in the document.
        variables: how often variables stand in the document.
        definitions: operations and fragments in the document.
        comparisons: pairs of fields that have the same place in the answer and must be compared with each other.
        cost: values that the answer may have: fields times page sizes.
        page_size: what a page counts as when its size is not given.
        list_size: what a list without pages counts as.
    """

    body_bytes: int = 256 * 1024
    json_depth: int = 32
    tokens: int = 2_000
    depth: int = 20
    fields: int = 2_000
    root_fields: int = 20
    aliases: int = 200
    directives: int = 100
    variables: int = 200
    definitions: int = 100
    comparisons: int = 5_000
    cost: int = 500_000
    page_size: int = 20
    list_size: int = 5


def exceeded(limit: str, allowed: int, remedy: str, *, locations: tuple[Location, ...] = ()) -> LocatedError:
    """The error of a request that asks for too much.

    Args:
        limit: name of the limit, as in `Limits`.
        allowed: its value.
        remedy: how to ask for less.
        locations: where in the document it was exceeded, when that is one place.
    """
    return LocatedError(
        ErrorCode.LIMIT_EXCEEDED,
        f"The request exceeds the limit “{limit}”: {allowed:,} are allowed.",
        remedy,
        locations=locations,
        details={"limit": limit, "allowed": allowed},
    )
