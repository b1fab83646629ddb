// OFFICER: { household(id: "ID") { members { key } } }
RETURN head(COLLECT {
  MATCH (household1:Household {id: $id_1})
  WHERE (household1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent })
  RETURN [COLLECT {
    MATCH (person2:Person)-[fact2:MEMBER_OF]->(household1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND (person2.division STARTS WITH $scope_division OR person2.id IN $lent OR EXISTS {
      MATCH (person2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (person2.division IS NULL OR startNode(ever3) = person2) })
    RETURN [fact2.key, person2.id] AS row
    ORDER BY fact2.from, fact2.key }] AS row }) AS answer

// OFFICER: { household(id: "ID", knownAt: "2026-03-01T00:00:00Z") { members { key } } }
RETURN head(COLLECT {
  MATCH (household1:Household {id: $id_1})
  WITH *, CASE
  WHEN coalesce(household1.recordedAt, household1.withdrawnAt, $known_at) <= $known_at THEN household1
  ELSE head(COLLECT {
    MATCH (household1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS household1Known
  WHERE household1Known IS NOT NULL AND (household1Known.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF|FORMER_MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND membership2.recordedAt <= $known_at AND (membership2.retractedAt IS NULL OR $known_at < membership2.retractedAt)
    WITH *, CASE
    WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
    ELSE head(COLLECT {
      MATCH (child2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child2Known
    WHERE true AND child2Known.id IN $lent })
  RETURN [COLLECT {
    MATCH (person2:Person)-[fact2:MEMBER_OF|FORMER_MEMBER_OF]->(household1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    WITH *, CASE
    WHEN coalesce(person2.recordedAt, person2.withdrawnAt, $known_at) <= $known_at THEN person2
    ELSE head(COLLECT {
      MATCH (person2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS person2Known
    WHERE person2Known IS NOT NULL AND (person2Known.division STARTS WITH $scope_division OR person2Known.id IN $lent OR EXISTS {
      MATCH (person2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (person2Known.division IS NULL OR startNode(ever3) = person2) })
    RETURN [fact2.key, person2.id] AS row
    ORDER BY fact2.from, fact2.key }] AS row }) AS answer
