// OFFICER: mutation { referCase(childId: "ID", to: "9901", reason: "WHY", minutes: 60, idempotencyKey: "KEY") { id state } }
RETURN head(COLLECT {
  MATCH (grant1:AccessGrant {id: $outcome.id})
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division }))
  RETURN [grant1.id, (CASE
  WHEN grant1.endedAt IS NOT NULL OR grant1.until <= $moment THEN 'ENDED'
  WHEN grant1.from IS NULL AND coalesce(grant1.lapsesAt, grant1.askedAt) <= $moment THEN 'LAPSED'
  WHEN grant1.from IS NULL THEN 'ASKED'
  ELSE 'OPEN' END), grant1.childId] AS row }) AS answer
