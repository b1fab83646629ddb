// LIAISON: { rule(id: "ORPHAN") { version } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.rule] AS rule1
    WITH rule1
    WHERE rule1 IS NOT NULL
    RETURN [(rule1.version)] AS row })] } AS answer
