// What imports keep beside the facts: withdrawals by what they take back, rows in quarantine by their key, one lock.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT withdrawal_key IF NOT EXISTS FOR (n:Withdrawal) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT import_lock_id IF NOT EXISTS FOR (n:ImportLock) REQUIRE n.id IS UNIQUE;
CREATE INDEX withdrawal_record IF NOT EXISTS FOR (n:Withdrawal) ON (n.recordId);
CREATE INDEX version_record IF NOT EXISTS FOR (n:Version) ON (n.recordId);
CREATE INDEX quarantined_row_key IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.key);
CREATE INDEX import_run_folder IF NOT EXISTS FOR (n:ImportRun) ON (n.folder);
