// OFFICER: { accessGrants(filter: {state: [OPEN], childId: "ID"}) { totalCount nodes { state } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division })) AND grant1.childId = $childId_3 AND (CASE
  WHEN grant1.endedAt IS NOT NULL OR grant1.until <= $moment THEN 'ENDED'
  WHEN grant1.from IS NULL AND coalesce(grant1.lapsesAt, grant1.askedAt) <= $moment THEN 'LAPSED'
  WHEN grant1.from IS NULL THEN 'ASKED'
  ELSE 'OPEN' END) IN $state_4
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_5
  RETURN [['', toString(grant1.askedAt), grant1.id], [(CASE
  WHEN grant1.endedAt IS NOT NULL OR grant1.until <= $moment THEN 'ENDED'
  WHEN grant1.from IS NULL AND coalesce(grant1.lapsesAt, grant1.askedAt) <= $moment THEN 'LAPSED'
  WHEN grant1.from IS NULL THEN 'ASKED'
  ELSE 'OPEN' END), grant1.childId]] }, $limit_5], COUNT {
  MATCH (grant1:AccessGrant)
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division })) AND grant1.childId = $childId_1 AND (CASE
  WHEN grant1.endedAt IS NOT NULL OR grant1.until <= $moment THEN 'ENDED'
  WHEN grant1.from IS NULL AND coalesce(grant1.lapsesAt, grant1.askedAt) <= $moment THEN 'LAPSED'
  WHEN grant1.from IS NULL THEN 'ASKED'
  ELSE 'OPEN' END) IN $state_2
  RETURN grant1 }] AS answer

// AUDITOR: { accessGrants { nodes { state from until } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [(CASE
  WHEN grant1.endedAt IS NOT NULL OR grant1.until <= $moment THEN 'ENDED'
  WHEN grant1.from IS NULL AND coalesce(grant1.lapsesAt, grant1.askedAt) <= $moment THEN 'LAPSED'
  WHEN grant1.from IS NULL THEN 'ASKED'
  ELSE 'OPEN' END), toString(grant1.from), toString(grant1.until), grant1.childId]] }, $limit_1]] AS answer
