// What a script without validation, versions or quarantine would run for household_members.csv.
//
// Parameters:
//   rows: LIST<MAP> (cells of the file)
// Returns: nothing
UNWIND $rows AS row
MATCH (person:Person {id: row.person_id})
MATCH (household:Household {id: row.household_id})
MERGE (person)-[fact:MEMBER_OF {key: row.record_id}]->(household)
SET fact += row
