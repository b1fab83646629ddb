// Facts are locked by name, in an index that is empty but while somebody holds a lock.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT fact_lock_name IF NOT EXISTS FOR (n:FactLock) REQUIRE n.name IS UNIQUE;
