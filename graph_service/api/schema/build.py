"""The schema as one object, with its descriptions."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from graph_service.api.schema.describing import describe
from graph_service.api.schema.mutation import Mutation
from graph_service.api.schema.query import Query
from graph_service.api.schema.subscription import Subscription

schema = strawberry.Schema(Query, Mutation, Subscription, config=StrawberryConfig(auto_camel_case=True))

graphql_schema: GraphQLSchema = schema._schema  # pyright: ignore[reportPrivateUsage] - strawberry gives no other access
"""The same as graphql-core knows it: what documents are read and validated against."""

describe(graphql_schema)
