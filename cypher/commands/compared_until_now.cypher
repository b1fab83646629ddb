// Keeps the day up to which days have been compared; never an earlier one than before.
//
// Parameters:
//   day: DATE
// Returns: nothing
MERGE (until:ComparedUntil {id: 'days'})
SET until.lock = true
WITH until
SET until.day = CASE WHEN until.day > $day THEN until.day ELSE $day END
REMOVE until.lock
