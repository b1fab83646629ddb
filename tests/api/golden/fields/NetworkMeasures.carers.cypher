// OFFICER: { child(id: "C1") { networkMeasures { carers { party { ... on Person { id } } children load } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.networkMeasures] AS measures1
    WITH measures1
    WHERE measures1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND measures1.carers AS carer2
      MATCH (party2:Person|Organisation {id: carer2.id})
      WHERE CASE
      WHEN party2:Person THEN (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Organisation THEN true END
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Organisation THEN [1, []] END, carer2.children, carer2.load] AS row
      ORDER BY party2.id }] AS row })] } AS answer

// OFFICER: { child(id: "C1", knownAt: "2026-03-01T00:00:00Z") { networkMeasures { carers { party { ... on Person { id } } load } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND (child1Known.division STARTS WITH $scope_division OR child1Known.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
    WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
    WITH *, CASE
    WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
    ELSE head(COLLECT {
      MATCH (near2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS near2Known
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [child1Known.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.networkMeasures] AS measures1
    WITH measures1
    WHERE measures1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND measures1.carers AS carer2
      MATCH (party2:Person|Organisation {id: carer2.id})
      WITH *, CASE
      WHEN coalesce(party2.recordedAt, party2.withdrawnAt, $known_at) <= $known_at THEN party2
      ELSE head(COLLECT {
        MATCH (party2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS party2Known
      WHERE party2Known IS NOT NULL AND CASE
      WHEN party2:Person THEN (party2Known.division STARTS WITH $scope_division OR party2Known.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
        WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
        WITH *, CASE
        WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
        ELSE head(COLLECT {
          MATCH (near3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near3Known
        WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (party2Known.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Organisation THEN true END
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2Known.id]]
      WHEN party2:Organisation THEN [1, []] END, carer2.load] AS row
      ORDER BY party2Known.id }] AS row })] } AS answer
