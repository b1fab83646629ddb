// What a script without validation, versions or quarantine would run for parentages.csv.
//
// Parameters:
//   rows: LIST<MAP> (cells of the file)
// Returns: nothing
UNWIND $rows AS row
MATCH (parent:Person {id: row.parent_id})
MATCH (child:Person {id: row.child_id})
MERGE (parent)-[fact:PARENT_OF {key: row.record_id}]->(child)
SET fact += row
