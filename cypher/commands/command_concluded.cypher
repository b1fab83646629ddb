// Keeps what a command has led to, so that it is answered alike when it is given again.
//
// Parameters:
//   id: STRING (of the command)
//   consequences: STRING (JSON: codes of warnings, changes of grades)
// Returns: nothing
MATCH (command:Command {id: $id})
SET command.consequences = $consequences
