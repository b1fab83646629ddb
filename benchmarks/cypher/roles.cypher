// Every current responsibility for a child, open or not.
//
// Parameters: none
// Returns: adult STRING, child STRING, role STRING, from DATE, to DATE
MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child)
WHERE role.kind IS NULL OR role.kind <> 'STEP'
RETURN adult.id AS adult, child.id AS child, type(role) AS role, role.from AS from, role.to AS to
