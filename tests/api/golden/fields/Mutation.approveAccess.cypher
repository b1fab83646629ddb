// AUDITOR: mutation { approveAccess(grantId: "ID") { id } }
RETURN head(COLLECT {
  MATCH (grant1:AccessGrant {id: $outcome.id})
  RETURN [grant1.id, grant1.childId] AS row }) AS answer
