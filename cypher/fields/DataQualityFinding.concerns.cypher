// Whom or what the doubt is about.
//
// Parameters: none
// Returns: entity
MATCH (node)-[about:CONCERNS]->(entity:Person|Household|School|Organisation|Worker|Division)
RETURN entity
