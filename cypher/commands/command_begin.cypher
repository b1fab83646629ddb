// Begins a command, or finds what has become of one with the same key. Whoever begins the same one a moment later waits
// here until the first has ended.
//
// Parameters:
//   id: STRING (who gives the command, and their idempotency key)
//   command: MAP (call, content, subject, name)
// Returns: command MAP, its properties: those given, or those of the first time
MERGE (command:Command {id: $id})
ON CREATE SET command += $command
RETURN properties(command) AS command
