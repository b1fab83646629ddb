// Gives the right to import back.
//
// Parameters:
//   holder: STRING (machine and home folder of the caller)
// Returns: nothing
MATCH (lock:ImportLock {id: 'import', holder: $holder})
DELETE lock
