// AUDITOR: { child(id: "C1") { storedMeasures { asOf measures { isolation { score } cutPersons { id } } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.storedMeasures AS stored1
    RETURN [toString(stored1.asOf), [[stored1.measures.isolation.score], COLLECT {
      UNWIND stored1.measures.cutPersons AS id2
      MATCH (person2:Person {id: id2})
      RETURN [person2.id] AS row
      ORDER BY person2.id }], stored1.childId] AS row
    ORDER BY stored1.key }] } AS answer
