// The institution with which most people are placed today: whose staff the demo lets one be.
//
// Parameters: none
// Returns: id STRING, name STRING; no record when nobody is placed
MATCH (:Person)-[placement:PLACED_WITH]->(institution:Organisation)
WHERE placement.from <= date() AND date() < placement.to
WITH institution, count(*) AS placed
ORDER BY placed DESC, institution.id
LIMIT 1
RETURN institution.id AS id, institution.name AS name
