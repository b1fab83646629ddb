// How many children are in the care of the candidate on the day, of those whom the reader may see; null of organisations.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
// Returns: INTEGER
MATCH (adult:Person {id: node.id})
WITH adult, COLLECT {
  MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward:Person)
  WHERE (role.kind IS NULL OR role.kind <> 'STEP') AND ward.birthDate > $adult_born_by AND ward.birthDate <= $as_of
    AND (ward.deathDate IS NULL OR ward.deathDate > $as_of)
  RETURN DISTINCT ward
} AS wards
RETURN size(wards)
