"""The schema as one object, with its descriptions."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph_service.api.schema.query import Query
from graph_service.api.schema.subscription import Subscription

schema = strawberry.Schema(Query, subscription=Subscription, config=StrawberryConfig(auto_camel_case=True))
