// Entrusted carers of a child whose legal guardians are all incapable, who could not entrust.
//
// Parameters: none
// Returns: entry MAP, as in Child.responsible; party
UNWIND CASE WHEN fields.GuardianshipAssessment.grade(node) = 'NONE' THEN node.responsible ELSE [] END AS entry
WITH entry, entry.party AS party WHERE entry.kind = 'CARER'
MATCH (party:Person|Organisation)
RETURN entry, party
ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, party.id
