// Keeps differences beside the children they are about; one that is kept already stays as it is.
//
// Parameters:
//   differences: LIST<MAP> (childId, and the properties of the node: id, kind, day, gradeBefore, gradeAfter, before, after, causes,
//     trigger, triggerId, knownAt, keptAt, ruleId, ruleVersion)
// Returns: nothing
UNWIND $differences AS row
MATCH (child:Person {id: row.childId})
WITH row, child, coalesce(child.division, head(COLLECT {
  MATCH (child)-[:HAD_VERSION]->(version)
  RETURN version.division ORDER BY version.retractedAt DESC LIMIT 1
})) AS division
MERGE (difference:AssessmentDifference {id: row.id})
ON CREATE SET difference += row, difference.division = division
MERGE (difference)-[:DIFFERENCE_OF]->(child)
