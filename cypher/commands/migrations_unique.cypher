// Each migration is recorded once. Runs before every migration, so that the first has somewhere to be recorded.
//
// Parameters: none
// Returns: nothing
CREATE CONSTRAINT migration_version IF NOT EXISTS FOR (n:Migration) REQUIRE n.version IS UNIQUE
