// Reads a file of the machine.
//
// Parameters: none
// Returns: line LIST<STRING>
LOAD CSV FROM 'file:///etc/passwd' AS line
RETURN line
