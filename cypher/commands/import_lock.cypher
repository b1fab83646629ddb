// Takes the right to import, for one importer at a time: it is free, its holder is the caller, or its holder has not
// been heard of for ten minutes.
//
// Parameters:
//   holder: STRING (machine and home folder of the caller)
// Returns: held BOOLEAN, whether the caller has it now
MERGE (lock:ImportLock {id: 'import'})
SET lock.asked = $holder
WITH lock, lock.holder IS NULL OR lock.holder = $holder OR lock.heardOf < datetime() - duration('PT10M') AS free
FOREACH (_ IN CASE WHEN free THEN [1] END | SET lock.holder = $holder, lock.heardOf = datetime())
REMOVE lock.asked
RETURN lock.holder = $holder AS held
