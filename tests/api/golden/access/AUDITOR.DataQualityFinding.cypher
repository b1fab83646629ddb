// AUDITOR: { dataQualityFindings { nodes { id } } }
RETURN [[COLLECT {
  MATCH (finding1:DataQualityFinding)
  WITH *
  ORDER BY finding1.foundAt, finding1.id LIMIT $limit_1
  RETURN [['', toString(finding1.foundAt), finding1.id], [finding1.id]] }, $limit_1]] AS answer

// AUDITOR: { dataQualityFindings(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (finding1:DataQualityFinding)
  WHERE finding1.foundAt <= $known_at
  WITH *
  ORDER BY finding1.foundAt, finding1.id LIMIT $limit_1
  RETURN [['', toString(finding1.foundAt), finding1.id], [finding1.id]] }, $limit_1]] AS answer
