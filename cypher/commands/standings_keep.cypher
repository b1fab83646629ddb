// Keeps how children stood before an import, in the transaction that changes it; what was kept first stays.
//
// Parameters:
//   run: STRING (id of the import)
//   day: DATE (of the assessments)
//   children: LIST<LIST<STRING>> (id, and the standing as JSON; null when nobody of that id was a child)
// Returns: nothing
UNWIND $children AS row
MERGE (kept:StandingBefore {id: $run + '|' + row[0]})
ON CREATE SET kept.run = $run, kept.childId = row[0], kept.day = $day, kept.standing = row[1]
