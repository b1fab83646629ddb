// A fact of a kind that officers record, as it is in force.
//
// Parameters:
//   type: STRING (of the relationship)
//   key: STRING
// Returns: start STRING and end STRING (ids; of a code list the code), properties MAP; no record when there is none
CALL () {
  MATCH (start)-[fact:IN_CIRCUMSTANCE {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:ABSENT_IN {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:GUARDIAN_OF {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:GUARDIANSHIP_REVOKED_FOR {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:ENTRUSTED_CARER_OF {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:SUPPORTS {key: $key}]->(end) RETURN start, fact, end
  UNION ALL
  MATCH (start)-[fact:VISITED {key: $key}]->(end) RETURN start, fact, end
}
WITH start, fact, end
WHERE type(fact) = $type
RETURN start.id AS start, coalesce(end.id, end.code) AS end, properties(fact) AS properties
