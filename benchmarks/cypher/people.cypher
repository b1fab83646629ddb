// Every person and organisation with what decides an age, a life or an opening.
//
// Parameters: none
// Returns: id STRING, organisation BOOLEAN, born DATE, died DATE, opened DATE, closed DATE, county STRING
CALL () {
  MATCH (n:Person) RETURN n
  UNION ALL
  MATCH (n:Organisation) RETURN n
}
RETURN n.id AS id, n:Organisation AS organisation, n.birthDate AS born, n.deathDate AS died, n.from AS opened,
  n.to AS closed, left(coalesce(n.residenceDivision, n.registrationDivision), 6) AS county
