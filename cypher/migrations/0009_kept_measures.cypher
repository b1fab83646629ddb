// Kept measures are looked up by day and division: where the child lives, of those kept before there was `division` where it lives now.
//
// Parameters: none
// Returns: nothing

MATCH (found:NetworkMeasures)-[:MEASURES]->(child:Person)
WHERE found.division IS NULL
CALL (found, child) {
  SET found.division = coalesce(child.division, '')
} IN TRANSACTIONS OF 20000 ROWS;

CREATE INDEX network_measures_day_division IF NOT EXISTS FOR (n:NetworkMeasures) ON (n.asOf, n.division);
