// OFFICER: { household(id: "ID") { head { id } } }
RETURN head(COLLECT {
  MATCH (household1:Household {id: $id_1})
  WHERE (household1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent })
  RETURN [head(COLLECT {
    MATCH (head2:Person {id: household1.headId})
    WHERE (head2.division STARTS WITH $scope_division OR head2.id IN $lent OR EXISTS {
      MATCH (head2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (head2.division IS NULL OR startNode(ever3) = head2) })
    RETURN [head2.id] AS row })] AS row }) AS answer

// OFFICER: { household(id: "ID", knownAt: "2026-03-01T00:00:00Z") { head { id } } }
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
  RETURN [head(COLLECT {
    MATCH (head2:Person {id: household1Known.headId})
    WITH *, CASE
    WHEN coalesce(head2.recordedAt, head2.withdrawnAt, $known_at) <= $known_at THEN head2
    ELSE head(COLLECT {
      MATCH (head2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS head2Known
    WHERE head2Known IS NOT NULL AND (head2Known.division STARTS WITH $scope_division OR head2Known.id IN $lent OR EXISTS {
      MATCH (head2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (head2Known.division IS NULL OR startNode(ever3) = head2) })
    RETURN [head2Known.id] AS row })] AS row }) AS answer
