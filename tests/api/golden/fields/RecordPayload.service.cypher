// OFFICER: mutation { withdrawFact(input: {idempotencyKey: "KEY", type: VISIT, key: "FACT", version: "VERSION", reason: "WHY"}) { fact { ... on Service { key } } } }
RETURN [CASE $outcome.type
WHEN 'ENROLLED_AT' THEN head(COLLECT {
  MATCH (student1:Person)-[everFact1:ENROLLED_AT {key: $outcome.key}]->(school1:School)
  WHERE (student1.division STARTS WITH $scope_division OR student1.id IN $lent OR EXISTS {
    MATCH (student1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (student1.division IS NULL OR startNode(ever2) = student1) })
  RETURN [0, [student1.id]] AS row })
WHEN 'MEMBER_OF' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:MEMBER_OF {key: $outcome.key}]->(household1:Household)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) }) AND (household1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent })
  RETURN [1, [person1.id]] AS row })
WHEN 'RECEIVES' THEN head(COLLECT {
  MATCH (recipient1:Person|Household)-[everFact1:RECEIVES {key: $outcome.key}]->(programme1:Programme)
  WHERE CASE
  WHEN recipient1:Person THEN (recipient1.division STARTS WITH $scope_division OR recipient1.id IN $lent OR EXISTS {
    MATCH (recipient1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (recipient1.division IS NULL OR startNode(ever2) = recipient1) })
  WHEN recipient1:Household THEN (recipient1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (recipient1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent }) END
  RETURN [2, [CASE
  WHEN recipient1:Person THEN recipient1.id END]] AS row })
WHEN 'GUARDIAN_OF' THEN head(COLLECT {
  MATCH (guardian1:Person|Organisation)-[everFact1:GUARDIAN_OF {key: $outcome.key}]->(ward1:Person)
  WHERE CASE
  WHEN guardian1:Person THEN (guardian1.division STARTS WITH $scope_division OR guardian1.id IN $lent OR EXISTS {
    MATCH (guardian1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (guardian1.division IS NULL OR startNode(ever2) = guardian1) })
  WHEN guardian1:Organisation THEN true END AND (ward1.division STARTS WITH $scope_division OR ward1.id IN $lent OR EXISTS {
    MATCH (ward1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (ward1.division IS NULL OR startNode(ever2) = ward1) })
  RETURN [3, [CASE
  WHEN guardian1:Person THEN guardian1.id END, ward1.id]] AS row })
WHEN 'PLACED_WITH' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:PLACED_WITH {key: $outcome.key}]->(organisation1:Organisation)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [4, [person1.id]] AS row })
WHEN 'VISITED' THEN head(COLLECT {
  MATCH (worker1:Worker)-[everFact1:VISITED {key: $outcome.key}]->(person1:Person)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [5, [person1.id]] AS row })
WHEN 'PARENT_OF' THEN head(COLLECT {
  MATCH (parent1:Person)-[everFact1:PARENT_OF {key: $outcome.key}]->(child1:Person)
  WHERE (parent1.division STARTS WITH $scope_division OR parent1.id IN $lent OR EXISTS {
    MATCH (parent1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (parent1.division IS NULL OR startNode(ever2) = parent1) }) AND (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
  RETURN [6, [parent1.id, child1.id]] AS row })
WHEN 'MARRIED_TO' THEN head(COLLECT {
  MATCH (one1:Person)-[everFact1:MARRIED_TO {key: $outcome.key}]->(other1:Person)
  WHERE (one1.division STARTS WITH $scope_division OR one1.id IN $lent OR EXISTS {
    MATCH (one1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (one1.division IS NULL OR startNode(ever2) = one1) }) AND (other1.division STARTS WITH $scope_division OR other1.id IN $lent OR EXISTS {
    MATCH (other1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (other1.division IS NULL OR startNode(ever2) = other1) })
  RETURN [7, [one1.id, other1.id]] AS row })
WHEN 'IN_CIRCUMSTANCE' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:IN_CIRCUMSTANCE {key: $outcome.key}]->(kind1:CircumstanceKind)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [8, [person1.id]] AS row })
WHEN 'HAS_DISABILITY' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:HAS_DISABILITY {key: $outcome.key}]->(type1:DisabilityType)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [9, [person1.id]] AS row })
WHEN 'ABSENT_IN' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:ABSENT_IN {key: $outcome.key}]->(place1:Division)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [10, [person1.id]] AS row })
WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN head(COLLECT {
  MATCH (guardian1:Person|Organisation)-[everFact1:GUARDIANSHIP_REVOKED_FOR {key: $outcome.key}]->(ward1:Person)
  WHERE CASE
  WHEN guardian1:Person THEN (guardian1.division STARTS WITH $scope_division OR guardian1.id IN $lent OR EXISTS {
    MATCH (guardian1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (guardian1.division IS NULL OR startNode(ever2) = guardian1) })
  WHEN guardian1:Organisation THEN true END AND (ward1.division STARTS WITH $scope_division OR ward1.id IN $lent OR EXISTS {
    MATCH (ward1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (ward1.division IS NULL OR startNode(ever2) = ward1) })
  RETURN [11, [CASE
  WHEN guardian1:Person THEN guardian1.id END, ward1.id]] AS row })
WHEN 'ENTRUSTED_CARER_OF' THEN head(COLLECT {
  MATCH (carer1:Person)-[everFact1:ENTRUSTED_CARER_OF {key: $outcome.key}]->(child1:Person)
  WHERE (carer1.division STARTS WITH $scope_division OR carer1.id IN $lent OR EXISTS {
    MATCH (carer1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (carer1.division IS NULL OR startNode(ever2) = carer1) }) AND (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
  RETURN [12, [carer1.id, child1.id]] AS row })
WHEN 'ATTENDED' THEN head(COLLECT {
  MATCH (student1:Person)-[everFact1:ATTENDED {key: $outcome.key}]->(school1:School)
  WHERE (student1.division STARTS WITH $scope_division OR student1.id IN $lent OR EXISTS {
    MATCH (student1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (student1.division IS NULL OR startNode(ever2) = student1) })
  RETURN [13, [student1.id]] AS row })
WHEN 'RECEIVED_SERVICE' THEN head(COLLECT {
  MATCH (person1:Person)-[everFact1:RECEIVED_SERVICE {key: $outcome.key}]->(line1:ServiceLine)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [14, [everFact1.key, person1.id]] AS row })
WHEN 'SUPPORTS' THEN head(COLLECT {
  MATCH (supporter1:Person|Worker)-[everFact1:SUPPORTS {key: $outcome.key}]->(person1:Person)
  WHERE CASE
  WHEN supporter1:Person THEN (supporter1.division STARTS WITH $scope_division OR supporter1.id IN $lent OR EXISTS {
    MATCH (supporter1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (supporter1.division IS NULL OR startNode(ever2) = supporter1) })
  WHEN supporter1:Worker THEN true END AND (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [15, [CASE
  WHEN supporter1:Person THEN supporter1.id END, person1.id]] AS row }) END] AS answer
