// Keeps that somebody was erased, known by nothing but a keyed id: no import brings them back.
//
// Parameters:
//   id: STRING (the keyed id)
//   at: ZONED DATETIME
//   reason: STRING
//   receipt: STRING (SHA-256 of the receipt, hexadecimal)
// Returns: nothing
MERGE (erasure:Erasure {id: $id})
SET erasure.at = $at, erasure.reason = $reason, erasure.receipt = $receipt
