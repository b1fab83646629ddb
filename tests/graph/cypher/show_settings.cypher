// All settings of the server.
//
// Parameters: none
// Returns: name STRING, value STRING
SHOW SETTINGS YIELD name, value
RETURN name, value
