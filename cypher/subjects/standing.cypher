// What may forbid to erase a person: what protects them as a child, children whom they are responsible for, the newest record.
//
// Parameters:
//   id: STRING
//   as_of: DATE
//   adult_born_by: DATE
// Returns: child BOOLEAN, measures LIST<STRING> (types of facts that protect them on the day), wards INTEGER (children whom they
//   are responsible for on the day), latest ZONED DATETIME (when something about them was last recorded); no record for nobody
MATCH (person:Person {id: $id})
RETURN coalesce(person.birthDate > $adult_born_by AND person.aliveUntil > $as_of, false) AS child,
  COLLECT {
    MATCH (person)<-[fact:GUARDIAN_OF|GUARDIANSHIP_REVOKED_FOR|ENTRUSTED_CARER_OF]-()
    WHERE fact.from <= $as_of AND $as_of < fact.to
    RETURN DISTINCT type(fact) AS found
    UNION
    MATCH (person)-[fact:PLACED_WITH]->()
    WHERE fact.from <= $as_of AND $as_of < fact.to
    RETURN DISTINCT type(fact) AS found
  } AS measures,
  COUNT {
    MATCH (person)-[fact:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward:Person)
    WHERE fact.from <= $as_of AND $as_of < fact.to AND ward.birthDate > $adult_born_by AND ward.aliveUntil > $as_of
    RETURN DISTINCT ward
  } AS wards,
  reduce(latest = coalesce(person.recordedAt, person.withdrawnAt), at IN COLLECT {
    MATCH (person)-[fact]-()
    RETURN max(coalesce(fact.retractedAt, fact.recordedAt))
  } | CASE WHEN at > latest OR latest IS NULL THEN at ELSE latest END) AS latest
