// What a script without validation, versions or quarantine would run for persons.csv.
//
// Parameters:
//   rows: LIST<MAP> (cells of the file)
// Returns: nothing
UNWIND $rows AS row
MERGE (person:Person {id: row.person_id})
SET person += row
