// OFFICER: { supportPaths(from: ["P1"], to: ["P2"]) { steps { party { ... on Person { id } } tie { tie } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.supportPaths AS path1
    MATCH (start1:Person {id: path1.start})
    WHERE (start1.division STARTS WITH $scope_division OR start1.id IN $lent OR EXISTS {
      MATCH (start1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (start1.division IS NULL OR startNode(ever2) = start1) })
    RETURN [COLLECT {
      UNWIND path1.steps AS step2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: step2.id})
      WHERE CASE
      WHEN party2:Person THEN (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Household THEN (party2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (party2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN party2:School THEN true
      WHEN party2:Organisation THEN true
      WHEN party2:Worker THEN true END AND head(labels(party2)) = step2.label
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, []]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []] END, [step2.tie, [one IN [step2.supporter, step2.supported]
      WHERE one.label = 'Person' | one.id]]] AS row
      ORDER BY step2.place }, path1.between, start1.id] AS row
    ORDER BY path1.place }] } AS answer

// AUDITOR: { supportPaths(from: ["P1"], to: ["P2"], knownAt: "2026-01-01T00:00:00Z") { steps { party { ... on Person { id } } tie { tie } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.supportPaths AS path1
    MATCH (start1:Person {id: path1.start})
    WITH *, CASE
    WHEN coalesce(start1.recordedAt, start1.withdrawnAt, $known_at) <= $known_at THEN start1
    ELSE head(COLLECT {
      MATCH (start1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS start1Known
    WHERE start1Known IS NOT NULL
    RETURN [COLLECT {
      UNWIND path1.steps AS step2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: step2.id})
      WITH *, CASE
      WHEN coalesce(party2.recordedAt, party2.withdrawnAt, $known_at) <= $known_at THEN party2
      ELSE head(COLLECT {
        MATCH (party2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS party2Known
      WHERE party2Known IS NOT NULL AND head(labels(party2)) = step2.label
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2Known.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, []]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []] END, [step2.tie, [one IN [step2.supporter, step2.supported]
      WHERE one.label = 'Person' | one.id]]] AS row
      ORDER BY step2.place }, path1.between, start1.id] AS row
    ORDER BY path1.place }] } AS answer
