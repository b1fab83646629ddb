// Every current fact that can decide the state of somebody responsible.
//
// Parameters: none
// Returns: person STRING, type STRING, kind STRING, grade INTEGER, disability INTEGER, county STRING, target STRING, from DATE, to DATE
MATCH (person)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|MEMBER_OF]->(target)
RETURN person.id AS person, type(fact) AS type, fact.kind AS kind, fact.grade AS grade, fact.type AS disability,
  left(fact.destinationDivision, 6) AS county, coalesce(fact.towardChildId, target.id) AS target,
  fact.from AS from, fact.to AS to
