// Which migrations have been applied to this database?
//
// Parameters: none
// Returns: version INTEGER, name STRING, checksum STRING (SHA-256, hexadecimal), in the order of their versions
MATCH (migration:Migration)
RETURN migration.version AS version, migration.name AS name, migration.checksum AS checksum
ORDER BY version
