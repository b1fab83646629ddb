// OFFICER: { node(id: "DataQualityFinding:ID") { id } }
RETURN CASE $type_1
WHEN 'Division' THEN head(COLLECT {
  MATCH (division1:Division {code: $id_2})
  RETURN [0, [division1.code]] AS row })
WHEN 'School' THEN head(COLLECT {
  MATCH (school1:School {id: $id_3})
  RETURN [1, [school1.id]] AS row })
WHEN 'Person' THEN head(COLLECT {
  MATCH (person1:Person {id: $id_4})
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [2, [person1.id]] AS row })
WHEN 'DataQualityFinding' THEN head(COLLECT {
  MATCH (finding1:DataQualityFinding {id: $id_5})
  WHERE (EXISTS {
    MATCH (finding1)-[about2:CONCERNS]->(entity2:Person|Household|School|Organisation|Worker|Division)
    WHERE coalesce(entity2.division, entity2.code) STARTS WITH $scope_division })
  RETURN [3, [finding1.id]] AS row })
WHEN 'Household' THEN head(COLLECT {
  MATCH (household1:Household {id: $id_6})
  WHERE (household1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent })
  RETURN [4, [household1.id]] AS row })
WHEN 'Organisation' THEN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_7})
  RETURN [5, [organisation1.id]] AS row })
WHEN 'Worker' THEN head(COLLECT {
  MATCH (worker1:Worker {id: $id_8})
  RETURN [6, [worker1.id]] AS row })
WHEN 'Child' THEN head(COLLECT {
  MATCH (child1:Person {id: $id_9})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [7, [child1.id]] AS row })
WHEN 'ImportReport' THEN head(COLLECT {
  MATCH (run1:ImportRun)-[has1:HAS_REPORT]->(report1:ImportReport)
  WHERE run1.id = split($id_10, '/')[0] AND report1.file = split($id_10, '/')[1]
  RETURN [8, [head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.id + '/' + report1.file })]] AS row }) END AS answer

// OFFICER: { node(id: "DataQualityFinding:ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN CASE $type_1
WHEN 'Division' THEN head(COLLECT {
  MATCH (division1:Division {code: $id_2})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [0, [division1Known.code]] AS row })
WHEN 'School' THEN head(COLLECT {
  MATCH (school1:School {id: $id_3})
  WITH *, CASE
  WHEN coalesce(school1.recordedAt, school1.withdrawnAt, $known_at) <= $known_at THEN school1
  ELSE head(COLLECT {
    MATCH (school1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS school1Known
  WHERE school1Known IS NOT NULL
  RETURN [1, [school1Known.id]] AS row })
WHEN 'Person' THEN head(COLLECT {
  MATCH (person1:Person {id: $id_4})
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL AND (person1Known.division STARTS WITH $scope_division OR person1Known.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
    WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
    WITH *, CASE
    WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
    ELSE head(COLLECT {
      MATCH (near2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS near2Known
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (person1Known.division IS NULL OR startNode(ever2) = person1) })
  RETURN [2, [person1Known.id]] AS row })
WHEN 'DataQualityFinding' THEN head(COLLECT {
  MATCH (finding1:DataQualityFinding {id: $id_5})
  WHERE finding1.foundAt <= $known_at AND (EXISTS {
    MATCH (finding1)-[about2:CONCERNS]->(entity2:Person|Household|School|Organisation|Worker|Division)
    WITH *, CASE
    WHEN coalesce(entity2.recordedAt, entity2.withdrawnAt, $known_at) <= $known_at THEN entity2
    ELSE head(COLLECT {
      MATCH (entity2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS entity2Known
    WHERE true AND coalesce(entity2Known.division, entity2Known.code) STARTS WITH $scope_division })
  RETURN [3, [finding1.id]] AS row })
WHEN 'Household' THEN head(COLLECT {
  MATCH (household1:Household {id: $id_6})
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
  RETURN [4, [household1Known.id]] AS row })
WHEN 'Organisation' THEN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_7})
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL
  RETURN [5, [organisation1Known.id]] AS row })
WHEN 'Worker' THEN head(COLLECT {
  MATCH (worker1:Worker {id: $id_8})
  WITH *, CASE
  WHEN coalesce(worker1.recordedAt, worker1.withdrawnAt, $known_at) <= $known_at THEN worker1
  ELSE head(COLLECT {
    MATCH (worker1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS worker1Known
  WHERE worker1Known IS NOT NULL
  RETURN [6, [worker1Known.id]] AS row })
WHEN 'Child' THEN head(COLLECT {
  MATCH (child1:Person {id: $id_9})
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
  RETURN [7, [child1Known.id]] AS row })
WHEN 'ImportReport' THEN head(COLLECT {
  MATCH (run1:ImportRun)-[has1:HAS_REPORT]->(report1:ImportReport)
  WHERE run1.importedAt <= $known_at AND run1.id = split($id_10, '/')[0] AND report1.file = split($id_10, '/')[1]
  RETURN [8, [head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.id + '/' + report1.file })]] AS row }) END AS answer
