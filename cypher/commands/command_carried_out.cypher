// Keeps what a command has done, in the transaction that does it.
//
// Parameters:
//   id: STRING (of the command)
//   done: MAP (type, key, version, recordedAt, asOf, about, touched, affected)
// Returns: nothing
MATCH (command:Command {id: $id})
SET command += $done
