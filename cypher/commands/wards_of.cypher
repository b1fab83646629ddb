// Those for whom somebody is parent, guardian or entrusted carer on any day.
//
// Parameters:
//   person: STRING (id)
// Returns: wards LIST<STRING> (ids)
MATCH (:Person {id: $person})-[:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward:Person)
RETURN collect(DISTINCT ward.id) AS wards
