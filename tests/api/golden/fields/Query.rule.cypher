// LIAISON: { rule(id: "ORPHAN") { id law { article { en } } parameters { name inForce } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.rule] AS rule1
    WITH rule1
    WHERE rule1 IS NOT NULL
    RETURN [rule1.id, COLLECT {
      UNWIND rule1.law AS item2
      RETURN [[item2.article.en]] }, COLLECT {
      UNWIND rule1.parameters AS item2
      RETURN [item2.name, item2.inForce] }] AS row })] } AS answer
