"""The schema as one object, with its descriptions."""

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from graph_service.api.schema.describing import describe
from graph_service.api.schema.mutation import Mutation
from graph_service.api.schema.query import Query
from graph_service.api.schema.subscription import Subscription

schema = strawberry.Schema(Query, Mutation, Subscription, config=StrawberryConfig(auto_camel_case=True))

graphql_schema: GraphQLSchema = schema._schema  # pyright: ignore[reportPrivateUsage] - strawberry gives no other access
"""The same as graphql-core knows it: what documents are read and validated against."""

for _type in graphql_schema.type_map.values():
    if isinstance(_type, GraphQLInputObjectType) and _type.out_type is not GraphQLInputObjectType.out_type:
        # Strawberry checks @oneOf by a function that raises while values are read; graphql-core's own check reports.
        _type.is_one_of, _type.out_type = True, GraphQLInputObjectType.out_type

describe(graphql_schema)
