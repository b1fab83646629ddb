"""The GraphQL API: schema, compiler, limits, errors, transports."""
