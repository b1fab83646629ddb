// Where the sibling lives, of the places that the reader may see.
//
// Parameters: none
// Returns: home
UNWIND node.siblingHomes AS id
MATCH (home:Household|Organisation {id: id})
RETURN home
ORDER BY home.id
