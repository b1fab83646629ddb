// Keeps assessments beside the children they are about; the same child, day, recorded time and rule version is kept once.
//
// Parameters:
//   assessments: LIST<MAP> (id, childId, asOf, knownAt, grade, effective, legalBasis, gaps, evidence (JSON), ruleId, ruleVersion)
// Returns: stored INTEGER
UNWIND $assessments AS row
MATCH (child:Person {id: row.childId})
MERGE (assessment:GuardianshipAssessment {id: row.id})
ON CREATE SET assessment += row
MERGE (assessment)-[:ASSESSES]->(child)
RETURN count(assessment) AS stored
