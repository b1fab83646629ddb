// AUDITOR: { criticalCarers(division: "990101") { totalCount nodes { party { ... on Person { id } } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.criticalCarers AS critical1
    MATCH (party1:Person|Organisation {id: critical1.id})
    WITH *
    ORDER BY critical1.key LIMIT $limit_3
    RETURN [['', critical1.key], [CASE
    WHEN party1:Person THEN [0, [party1.id]]
    WHEN party1:Organisation THEN [1, []] END]] }, $limit_3], COUNT {
    UNWIND of0.criticalCarers AS critical1
    MATCH (party1:Person|Organisation {id: critical1.id})
    RETURN critical1 }]] } AS answer
