// AUDITOR: { explore(nodeId: "Person:P1", first: 5) { nodeId cursor statement { text parameters } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.explore] AS exploration1
    WITH exploration1
    WHERE exploration1 IS NOT NULL
    RETURN [exploration1.nodeId, exploration1.cursor, [exploration1.text, exploration1.parameters], CASE exploration1.node.label
    WHEN 'Person' THEN exploration1.node.id END] AS row })] } AS answer
