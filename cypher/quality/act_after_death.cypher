// Dead persons about whom, or by whom, something began after the day of their death. Left out: what others do about the dead
// (revocations) and what may follow a death by nature (a child of theirs born after it).
//
// Parameters:
//   ids: LIST<STRING> (persons to look at)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: label STRING and entity STRING (id of the dead), records LIST<STRING> (keys of the facts), details LIST<STRING> (their types)
CALL () {
  UNWIND $ids AS id
  MATCH (person:Person {id: id})
  RETURN person
  UNION ALL
  MATCH (person:Person)
  WHERE person.id >= $first_id
  RETURN person
}
WITH person, person.deathDate AS death
WHERE death IS NOT NULL
MATCH (person)-[fact:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|MARRIED_TO|MEMBER_OF|IN_CIRCUMSTANCE|HAS_DISABILITY
  |ABSENT_IN|ENROLLED_AT|ATTENDED|PLACED_WITH|RECEIVES|RECEIVED_SERVICE|SUPPORTS|VISITED]-()
WHERE (fact.from > death OR fact.lastContact > death) AND NOT (type(fact) = 'PARENT_OF' AND fact.kind = 'BIOLOGICAL')
WITH person, fact.key AS record, type(fact) AS type ORDER BY record
WITH person, collect(record) AS records, collect(DISTINCT type) AS types
RETURN 'Person' AS label, person.id AS entity, records, COLLECT {
  UNWIND types AS type
  RETURN type ORDER BY type
} AS details
