// Keeps the measures of children's networks beside the children, with where they live; the same child, day, recorded time and version
// is kept once.
//
// Parameters:
//   measures: LIST<MAP> (id, childId, asOf, knownAt, measuredAt, version, size, ableAdults, redundancy, isolation, measures (JSON))
// Returns: kept INTEGER
UNWIND $measures AS row
MATCH (child:Person {id: row.childId})
MERGE (found:NetworkMeasures {id: row.id})
ON CREATE SET found += row, found.division = coalesce(child.division, '')
MERGE (found)-[:MEASURES]->(child)
RETURN count(found) AS kept
