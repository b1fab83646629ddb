// OFFICER: subscription { accessGrantChanged { id } }
RETURN head(COLLECT {
  MATCH (grant1:AccessGrant {id: $event})
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division }))
  RETURN [grant1.id, grant1.childId] AS row }) AS answer
