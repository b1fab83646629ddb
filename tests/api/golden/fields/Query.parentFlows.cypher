// OFFICER: { parentFlows(division: "990101") { division flows { origin destination parents hidden } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.parentFlows] AS flows1
    RETURN [flows1.division, COLLECT {
      UNWIND flows1.flows AS item2
      RETURN [item2.origin, item2.destination, item2.parents, item2.hidden] }] AS row })] } AS answer
