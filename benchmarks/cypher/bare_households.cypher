// What a script without validation, versions or quarantine would run for households.csv.
//
// Parameters:
//   rows: LIST<MAP> (cells of the file)
// Returns: nothing
UNWIND $rows AS row
MERGE (household:Household {id: row.household_id})
SET household += row
