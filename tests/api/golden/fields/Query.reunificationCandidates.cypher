// AUDITOR: { reunificationCandidates(asOf: "2026-11-01") { child { id } institutions { id } parents { party { ... on Person { id } } state } relatives { party { ... on Person { id } } order } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.reunificationCandidates AS reunification1
    MATCH (child1:Person {id: reunification1.childId})
    WITH reunification1
    WHERE EXISTS {
      UNWIND reunification1.parents + reunification1.relatives AS one1
      MATCH (person1:Person {id: one1.id}) }
    RETURN [head(COLLECT {
      MATCH (child2:Person {id: reunification1.childId})
      WHERE child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), COLLECT {
      UNWIND reunification1.institutions AS id2
      MATCH (organisation2:Organisation {id: id2})
      RETURN [organisation2.id] AS row
      ORDER BY organisation2.id }, COLLECT {
      UNWIND reunification1.parents AS entry2
      MATCH (party2:Person {id: entry2.id})
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Organisation THEN [1, []] END, entry2.state] AS row
      ORDER BY party2.id }, COLLECT {
      UNWIND reunification1.relatives AS candidate2
      MATCH (party2:Person {id: candidate2.id})
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Organisation THEN [1, []] END, candidate2.order] AS row
      ORDER BY candidate2.place }, reunification1.childId] AS row
    ORDER BY reunification1.place }] } AS answer
