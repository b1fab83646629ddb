// AUDITOR: { explore(nodeId: "Person:P1", first: 5) { node { ... on Person { name } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.explore] AS exploration1
    WITH exploration1
    WHERE exploration1 IS NOT NULL
    RETURN [head(COLLECT {
      MATCH (party2:Person|Household|School|Organisation|Worker {id: exploration1.node.id})
      WHERE head(labels(party2)) = exploration1.node.label
      RETURN CASE
      WHEN party2:Person THEN [0, [(CASE
      WHEN party2.id IN $lent THEN party2.name
      ELSE left(party2.name, 1) + '某某' END), party2.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, []]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []] END AS row }), CASE exploration1.node.label
    WHEN 'Person' THEN exploration1.node.id END] AS row })] } AS answer
