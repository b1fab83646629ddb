// Records by which a 16- or 17-year-old supports themselves on the day. Sees everything: the grade must not depend on who asks.
// Source: Civil Code, art. 18.
//
// Parameters:
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
// Returns: record
MATCH (node)-[own:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
WHERE own.kind = 'SELF_SUPPORTING' AND node.birthDate <= $self_supporting_born_by
WITH {id: own.key, fact: type(own), source: own.source, recordedAt: own.recordedAt, startKnown: own.from > date('0001-01-01')} AS record
RETURN record
ORDER BY record.id
