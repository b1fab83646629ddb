// What a person is to another one, as far as the reader sees everybody on the way.
//
// Parameters: none
// Returns: kin MAP, as in api/computed/families
UNWIND node.kinship AS kin
RETURN kin
ORDER BY kin.place
