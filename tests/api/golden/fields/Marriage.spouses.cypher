// OFFICER: { child(id: "ID") { marriages { spouses { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (child1)-[fact2:MARRIED_TO]-(spouse2:Person)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND (spouse2.division STARTS WITH $scope_division OR spouse2.id IN $lent OR EXISTS {
      MATCH (spouse2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (spouse2.division IS NULL OR startNode(ever3) = spouse2) })
    RETURN [COLLECT {
      WITH startNode(fact2) AS one3, endNode(fact2) AS other3
      UNWIND [one3, other3] AS spouse3
      MATCH (person3:Person {id: spouse3.id})
      WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
        MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
        WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
      RETURN [person3.id] AS row
      ORDER BY person3.id }, spouse2.id] AS row
    ORDER BY fact2.from, fact2.key }, child1.id] AS row }) AS answer

// OFFICER: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { marriages { spouses { id } } } }
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
    MATCH (child1)-[fact2:MARRIED_TO|FORMER_MARRIED_TO]-(spouse2:Person)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    WITH *, CASE
    WHEN coalesce(spouse2.recordedAt, spouse2.withdrawnAt, $known_at) <= $known_at THEN spouse2
    ELSE head(COLLECT {
      MATCH (spouse2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS spouse2Known
    WHERE spouse2Known IS NOT NULL AND (spouse2Known.division STARTS WITH $scope_division OR spouse2Known.id IN $lent OR EXISTS {
      MATCH (spouse2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (spouse2Known.division IS NULL OR startNode(ever3) = spouse2) })
    RETURN [COLLECT {
      WITH startNode(fact2) AS one3, endNode(fact2) AS other3
      UNWIND [one3, other3] AS spouse3
      MATCH (person3:Person {id: spouse3.id})
      WITH *, CASE
      WHEN coalesce(person3.recordedAt, person3.withdrawnAt, $known_at) <= $known_at THEN person3
      ELSE head(COLLECT {
        MATCH (person3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS person3Known
      WHERE person3Known IS NOT NULL AND (person3Known.division STARTS WITH $scope_division OR person3Known.id IN $lent OR EXISTS {
        MATCH (person3)-[ever4:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near4:Person)
        WHERE ever4.recordedAt <= $known_at AND (ever4.retractedAt IS NULL OR $known_at < ever4.retractedAt)
        WITH *, CASE
        WHEN coalesce(near4.recordedAt, near4.withdrawnAt, $known_at) <= $known_at THEN near4
        ELSE head(COLLECT {
          MATCH (near4)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near4Known
        WHERE true AND (near4Known.division STARTS WITH $scope_division OR near4Known.id IN $lent) AND (person3Known.division IS NULL OR startNode(ever4) = person3) })
      RETURN [person3Known.id] AS row
      ORDER BY person3Known.id }, spouse2.id] AS row
    ORDER BY fact2.from, fact2.key }, child1Known.id] AS row }) AS answer
