// OFFICER: { person(id: "P1") { supportNetwork(hops: 2, kinds: [KIN]) { groups { count party { ... on School { id } } } } } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [person1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.supportNetwork] AS network1
    WITH network1
    WHERE network1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND network1.groups AS entry2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: entry2.id})
      WHERE CASE
      WHEN party2:Person THEN (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Household THEN (party2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (party2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN party2:School THEN true
      WHEN party2:Organisation THEN true
      WHEN party2:Worker THEN true END AND head(labels(party2)) = entry2.label
      RETURN [entry2.count, CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, [party2.id]]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []] END] AS row
      ORDER BY entry2.place }] AS row })] } AS answer

// AUDITOR: { person(id: "P1", knownAt: "2026-01-01T00:00:00Z") { supportNetwork(hops: 2, kinds: [KIN]) { groups { count party { ... on School { id } } } } } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL
  RETURN [person1Known.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.supportNetwork] AS network1
    WITH network1
    WHERE network1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND network1.groups AS entry2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: entry2.id})
      WITH *, CASE
      WHEN coalesce(party2.recordedAt, party2.withdrawnAt, $known_at) <= $known_at THEN party2
      ELSE head(COLLECT {
        MATCH (party2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS party2Known
      WHERE party2Known IS NOT NULL AND head(labels(party2)) = entry2.label
      RETURN [entry2.count, CASE
      WHEN party2:Person THEN [0, [party2Known.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, [party2Known.id]]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []] END] AS row
      ORDER BY entry2.place }] AS row })] } AS answer
