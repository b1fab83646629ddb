// What officers record, by who said it under which idempotency key; when the latest was recorded; who recorded a fact.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT command_id IF NOT EXISTS FOR (n:Command) REQUIRE n.id IS UNIQUE;
CREATE INDEX command_recorded_at IF NOT EXISTS FOR (n:Command) ON (n.recordedAt);
CREATE INDEX command_key IF NOT EXISTS FOR (n:Command) ON (n.key);
