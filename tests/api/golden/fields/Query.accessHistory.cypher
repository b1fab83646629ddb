// AUDITOR: { accessHistory(childId: "ID") { number at subject role decision selected } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.accessHistory AS access1
    RETURN [access1.number, toString(access1.at), access1.subject, access1.role, access1.decision, access1.selected] AS row }] } AS answer
