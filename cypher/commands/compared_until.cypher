// The day up to which days have been compared with the ones before.
//
// Parameters: none
// Returns: day DATE; no record when none has
MATCH (until:ComparedUntil {id: 'days'})
RETURN until.day AS day
