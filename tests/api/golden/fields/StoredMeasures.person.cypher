// AUDITOR: { child(id: "C1") { storedMeasures { person { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.storedMeasures AS stored1
    RETURN [head(COLLECT {
      MATCH (person2:Person {id: stored1.childId})
      RETURN [person2.id] AS row }), stored1.childId] AS row
    ORDER BY stored1.key }] } AS answer

// AUDITOR: { child(id: "C1", knownAt: "2026-03-01T00:00:00Z") { storedMeasures { person { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [child1Known.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.storedMeasures AS stored1
    RETURN [head(COLLECT {
      MATCH (person2:Person {id: stored1.childId})
      WITH *, CASE
      WHEN coalesce(person2.recordedAt, person2.withdrawnAt, $known_at) <= $known_at THEN person2
      ELSE head(COLLECT {
        MATCH (person2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS person2Known
      WHERE person2Known IS NOT NULL
      RETURN [person2Known.id] AS row }), stored1.childId] AS row
    ORDER BY stored1.key }] } AS answer
