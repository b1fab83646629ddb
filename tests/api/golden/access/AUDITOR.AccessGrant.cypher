// AUDITOR: { accessGrants { nodes { id } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [grant1.id, grant1.childId]] }, $limit_1]] AS answer

// AUDITOR: { accessGrants(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE grant1.askedAt <= $known_at
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [grant1.id, grant1.childId]] }, $limit_1]] AS answer
