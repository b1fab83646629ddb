// AUDITOR: { child(id: "ID") { circumstances { key } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (child1)-[fact2:IN_CIRCUMSTANCE]->(kind2:CircumstanceKind)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to
    RETURN [fact2.key] AS row
    ORDER BY fact2.from, fact2.key }, child1.id] AS row }) AS answer

// AUDITOR: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { circumstances { key } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (child1)-[fact2:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind2:CircumstanceKind)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    RETURN [fact2.key] AS row
    ORDER BY fact2.from, fact2.key }, child1Known.id] AS row }) AS answer
