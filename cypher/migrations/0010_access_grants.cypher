// Grants of access to single children, by their end and by their last change.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT access_grant_id IF NOT EXISTS FOR (n:AccessGrant) REQUIRE n.id IS UNIQUE;
CREATE INDEX access_grant_until IF NOT EXISTS FOR (n:AccessGrant) ON (n.until);
CREATE INDEX access_grant_changed_at IF NOT EXISTS FOR (n:AccessGrant) ON (n.changedAt);
