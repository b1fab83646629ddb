// Who has recorded facts by hand, by the commands that are kept with them.
//
// Parameters:
//   keys: LIST<STRING> (of facts)
// Returns: type and key of the fact, subject STRING (id of the officer), the latest last
UNWIND $keys AS key
MATCH (command:Command {key: key})
WHERE command.subject IS NOT NULL
RETURN command.type AS type, command.key AS key, command.subject AS subject
ORDER BY command.recordedAt
