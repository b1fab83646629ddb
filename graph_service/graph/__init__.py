"""Neo4j: the embedded server, the connection, statements and migrations. Knows no word of the domain."""
