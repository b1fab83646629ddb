// Records that a migration has been applied; the first record stays.
//
// Parameters:
//   version: INTEGER
//   name: STRING
//   checksum: STRING (SHA-256, hexadecimal)
// Returns: nothing
MERGE (migration:Migration {version: $version})
ON CREATE SET migration.name = $name, migration.checksum = $checksum, migration.appliedAt = datetime()
