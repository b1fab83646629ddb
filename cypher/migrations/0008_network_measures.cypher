// Measures of children's networks, as they were kept.
//
// Parameters: none
// Returns: nothing

CREATE CONSTRAINT network_measures_id IF NOT EXISTS FOR (n:NetworkMeasures) REQUIRE n.id IS UNIQUE;
