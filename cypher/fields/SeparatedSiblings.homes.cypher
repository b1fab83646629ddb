// Where the child lives, of the places that the reader may see.
//
// Parameters: none
// Returns: home
UNWIND node.homes AS id
MATCH (home:Household|Organisation {id: id})
RETURN home
ORDER BY home.id
