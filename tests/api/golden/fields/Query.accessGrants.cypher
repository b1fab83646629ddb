// OFFICER: { accessGrants(first: 2) { edges { cursor node { id } } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division }))
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [grant1.id, grant1.childId]] }, $limit_1]] AS answer

// LIAISON: { accessGrants { totalCount } }
RETURN [null, COUNT {
  MATCH (grant1:AccessGrant)
  WHERE false
  RETURN grant1 }] AS answer
