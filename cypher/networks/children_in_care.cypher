// Children of a division who are in residential or foster care on the day. Kinship care is care by relatives already, respite care ends by itself.
// Sees everything.
// Source: UN Guidelines for the Alternative Care of Children (A/RES/64/142), paras 29 and 49-52 (reintegration into the family).
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   division: STRING (code prefix)
// Returns: LIST of each child: id, division, placements, each as in siblings_apart.cypher
MATCH (child:Person)
WHERE child.division STARTS WITH $division AND child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND child.aliveUntil > $as_of
WITH child, COLLECT {
  MATCH (child)-[placed:PLACED_WITH]->(home:Organisation)
  WHERE placed.kind IN ['RESIDENTIAL', 'FOSTER']
  RETURN [type(placed), child.id, home.id, placed.kind, placed.key, placed.source, placed.recordedAt.epochMillis,
    placed.from > date('0001-01-01')]
} AS placements
WITH * WHERE size(placements) > 0
RETURN [child.id, child.division, placements]
