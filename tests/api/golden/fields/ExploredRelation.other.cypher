// AUDITOR: { explore(nodeId: "Person:P1", first: 5) { relations { type from otherId other { ... on Person { name } } record { id source } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.explore] AS exploration1
    WITH exploration1
    WHERE exploration1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND exploration1.relations AS item2
      RETURN [item2.type, toString(item2.from), item2.otherId, head(COLLECT {
        MATCH (party3:Person|Household|School|Organisation|Worker {id: item2.other.id})
        WHERE head(labels(party3)) = item2.other.label
        RETURN CASE
        WHEN party3:Person THEN [0, [(CASE
        WHEN party3.id IN $lent THEN party3.name
        ELSE left(party3.name, 1) + '某某' END), party3.id]]
        WHEN party3:Household THEN [1, []]
        WHEN party3:School THEN [2, []]
        WHEN party3:Organisation THEN [3, []]
        WHEN party3:Worker THEN [4, []] END AS row }), [item2.id, item2.source], CASE item2.other.label
      WHEN 'Person' THEN item2.other.id END] }, CASE exploration1.node.label
    WHEN 'Person' THEN exploration1.node.id END] AS row })] } AS answer
