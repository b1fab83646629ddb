"""The GraphQL schema: what can be asked, and nothing about how it is answered."""
