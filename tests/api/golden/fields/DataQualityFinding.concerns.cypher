// OFFICER: { child(id: "ID") { dataQualityFindings { concerns { ... on Person { id } } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (finding2:DataQualityFinding)-[about2:CONCERNS]->(child1)
    WHERE (EXISTS {
      MATCH (finding2)-[about3:CONCERNS]->(entity3:Person|Household|School|Organisation|Worker|Division)
      WHERE coalesce(entity3.division, entity3.code) STARTS WITH $scope_division })
    RETURN [head(COLLECT {
      MATCH (finding2)-[about3:CONCERNS]->(entity3:Person|Household|School|Organisation|Worker|Division)
      WHERE CASE
      WHEN entity3:Person THEN (entity3.division STARTS WITH $scope_division OR entity3.id IN $lent OR EXISTS {
        MATCH (entity3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
        WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (entity3.division IS NULL OR startNode(ever4) = entity3) })
      WHEN entity3:Household THEN (entity3.division STARTS WITH $scope_division OR EXISTS {
        MATCH (entity3)<-[membership4:MEMBER_OF]-(child4:Person)
        WHERE membership4.from <= $as_of AND $as_of < membership4.to AND child4.id IN $lent })
      WHEN entity3:School THEN true
      WHEN entity3:Organisation THEN true
      WHEN entity3:Worker THEN true
      WHEN entity3:Division THEN true END
      RETURN CASE
      WHEN entity3:Person THEN [0, [entity3.id]]
      WHEN entity3:Household THEN [1, []]
      WHEN entity3:School THEN [2, []]
      WHEN entity3:Organisation THEN [3, []]
      WHEN entity3:Worker THEN [4, []]
      WHEN entity3:Division THEN [5, []] END AS row })] AS row
    ORDER BY finding2.foundAt, finding2.id }, child1.id] AS row }) AS answer

// OFFICER: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { dataQualityFindings { concerns { ... on Person { id } } } } }
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
  RETURN [COLLECT {
    MATCH (finding2:DataQualityFinding)-[about2:CONCERNS]->(child1)
    WHERE finding2.foundAt <= $known_at AND (EXISTS {
      MATCH (finding2)-[about3:CONCERNS]->(entity3:Person|Household|School|Organisation|Worker|Division)
      WITH *, CASE
      WHEN coalesce(entity3.recordedAt, entity3.withdrawnAt, $known_at) <= $known_at THEN entity3
      ELSE head(COLLECT {
        MATCH (entity3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS entity3Known
      WHERE true AND coalesce(entity3Known.division, entity3Known.code) STARTS WITH $scope_division })
    RETURN [head(COLLECT {
      MATCH (finding2)-[about3:CONCERNS]->(entity3:Person|Household|School|Organisation|Worker|Division)
      WITH *, CASE
      WHEN coalesce(entity3.recordedAt, entity3.withdrawnAt, $known_at) <= $known_at THEN entity3
      ELSE head(COLLECT {
        MATCH (entity3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS entity3Known
      WHERE entity3Known IS NOT NULL AND CASE
      WHEN entity3:Person THEN (entity3Known.division STARTS WITH $scope_division OR entity3Known.id IN $lent OR EXISTS {
        MATCH (entity3)-[ever4:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near4:Person)
        WHERE ever4.recordedAt <= $known_at AND (ever4.retractedAt IS NULL OR $known_at < ever4.retractedAt)
        WITH *, CASE
        WHEN coalesce(near4.recordedAt, near4.withdrawnAt, $known_at) <= $known_at THEN near4
        ELSE head(COLLECT {
          MATCH (near4)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near4Known
        WHERE true AND (near4Known.division STARTS WITH $scope_division OR near4Known.id IN $lent) AND (entity3Known.division IS NULL OR startNode(ever4) = entity3) })
      WHEN entity3:Household THEN (entity3Known.division STARTS WITH $scope_division OR EXISTS {
        MATCH (entity3)<-[membership4:MEMBER_OF|FORMER_MEMBER_OF]-(child4:Person)
        WHERE membership4.from <= $as_of AND $as_of < membership4.to AND membership4.recordedAt <= $known_at AND (membership4.retractedAt IS NULL OR $known_at < membership4.retractedAt)
        WITH *, CASE
        WHEN coalesce(child4.recordedAt, child4.withdrawnAt, $known_at) <= $known_at THEN child4
        ELSE head(COLLECT {
          MATCH (child4)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS child4Known
        WHERE true AND child4Known.id IN $lent })
      WHEN entity3:School THEN true
      WHEN entity3:Organisation THEN true
      WHEN entity3:Worker THEN true
      WHEN entity3:Division THEN true END
      RETURN CASE
      WHEN entity3:Person THEN [0, [entity3Known.id]]
      WHEN entity3:Household THEN [1, []]
      WHEN entity3:School THEN [2, []]
      WHEN entity3:Organisation THEN [3, []]
      WHEN entity3:Worker THEN [4, []]
      WHEN entity3:Division THEN [5, []] END AS row })] AS row
    ORDER BY finding2.foundAt, finding2.id }, child1Known.id] AS row }) AS answer
