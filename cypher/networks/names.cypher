// What persons, workers, organisations and schools are called.
//
// Parameters:
//   refs: LIST<MAP> (label, id)
// Returns: LIST of each: label, id, name
UNWIND $refs AS each
MATCH (named:Person|Worker|Organisation|School {id: each.id})
WHERE each.label IN labels(named)
RETURN [each.label, each.id, named.name]
