"""From a GraphQL selection to one Cypher statement, and from its one record to the answer."""
