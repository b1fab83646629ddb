// Lets rows go that have landed, and keeps what still stands against the others of the same try.
//
// Parameters:
//   landed: LIST<STRING> (ids)
//   refused: LIST<MAP> (id, and properties: columns, codes, valueClasses)
// Returns: nothing
CALL () {
  UNWIND $landed AS id
  MATCH (quarantined:QuarantinedRow {id: id})
  DELETE quarantined
}
CALL () {
  UNWIND $refused AS row
  MATCH (quarantined:QuarantinedRow {id: row.id})
  SET quarantined += row.properties, quarantined.attempts = quarantined.attempts + 1
}
