// What the doubt is, in both languages.
//
// Parameters: none
// Returns: message MAP
UNWIND [node.message] AS message
RETURN message
