// Disabilities and their former versions whose certificate number is not sealed with one key, or whose digest is not keyed: some of them.
//
// Parameters:
//   key: STRING (id of the key)
//   digits: INTEGER (length of a keyed digest)
//   rows: INTEGER (at most)
// Returns: element STRING, place STRING, digest STRING, sealed MAP (values by property)
MATCH ()-[fact:HAS_DISABILITY|FORMER_HAS_DISABILITY]->()
WHERE size(fact.digest) <> $digits OR NOT fact.certificateNo STARTS WITH $key + '.'
RETURN elementId(fact) AS element, fact.key AS place, fact.digest AS digest, fact {.certificateNo} AS sealed
LIMIT $rows
