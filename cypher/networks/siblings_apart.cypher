// Children of a division and their brothers and sisters who are children as well, also those with whom they share one parent only, each pair
// once; with the households and placements of both on the day. Whether they live apart follows from these. Sees everything.
// Source: Civil Code, arts 1111 and 1127 (siblings by birth and by adoption, of the full and the half blood).
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   division: STRING (code prefix)
// Returns: LIST of each pair: child id, division, sibling id, number of legal parents of both (two INTEGER), parentages that they share, homes of
//   the child, homes of the sibling. A parentage or home is [type, from id, to id, kind, key, source, recorded at (epoch milliseconds), start date
//   known BOOLEAN]
MATCH (child:Person)
WHERE child.division STARTS WITH $division AND child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND child.aliveUntil > $as_of
MATCH (child)<-[one:PARENT_OF]-(parent)-[other:PARENT_OF]->(sibling:Person)
WHERE one.kind <> 'STEP' AND other.kind <> 'STEP' AND sibling.birthDate > $adult_born_by AND sibling.birthDate <= $as_of
  AND sibling.aliveUntil > $as_of
  AND (sibling.id > child.id OR sibling.division IS NULL OR NOT sibling.division STARTS WITH $division)
WITH child, sibling, collect(one) + collect(other) AS shared
WITH *, COLLECT {
  MATCH (child)-[home:MEMBER_OF|PLACED_WITH]->(place:Household|Organisation)
  RETURN [type(home), startNode(home).id, endNode(home).id, home.kind, home.key, home.source, home.recordedAt.epochMillis,
    home.from > date('0001-01-01')]
} AS its, COLLECT {
  MATCH (sibling)-[home:MEMBER_OF|PLACED_WITH]->(place:Household|Organisation)
  RETURN [type(home), startNode(home).id, endNode(home).id, home.kind, home.key, home.source, home.recordedAt.epochMillis,
    home.from > date('0001-01-01')]
} AS theirs
WITH * WHERE size(its) > 0 AND size(theirs) > 0
WITH *, COUNT { MATCH (each:Person)-[legal:PARENT_OF]->(child) WHERE legal.kind <> 'STEP' RETURN DISTINCT each } AS parents,
  COUNT { MATCH (each:Person)-[legal:PARENT_OF]->(sibling) WHERE legal.kind <> 'STEP' RETURN DISTINCT each } AS others
RETURN [child.id, child.division, sibling.id, parents, others,
  [edge IN shared | [type(edge), startNode(edge).id, endNode(edge).id, edge.kind, edge.key, edge.source,
    edge.recordedAt.epochMillis, edge.from > date('0001-01-01')]],
  its, theirs]
