// The schools of the division.
//
// Parameters: none
// Returns: school
MATCH (school:School)
WHERE school.division STARTS WITH fields.Division.prefix(node)
RETURN school
ORDER BY school.division, school.id
