"""The schema as one object, with its descriptions."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph_service.api.schema.query import Query

schema = strawberry.Schema(Query, config=StrawberryConfig(auto_camel_case=True))
