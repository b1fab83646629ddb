// Who may be a child among those whose roles changed, among those about whom something else changed, and among everybody in the
// care of these, today or once. Whoever stands in the same import's list already is left out.
//
// Parameters:
//   people: LIST<STRING> (ids of persons and organisations about whom something changed)
//   children: LIST<STRING> (ids of those for whom somebody's responsibility changed)
//   adult_born_by: DATE (born on or before: adult)
//   run: STRING (id of an import; empty when it is none)
// Returns: children LIST<STRING> (ids)
CALL () {
  UNWIND $people AS id
  CALL (id) {
    MATCH (party:Person {id: id}) RETURN party
    UNION ALL
    MATCH (party:Organisation {id: id}) RETURN party
  }
  CALL (party) {
    WITH party WHERE party:Person RETURN party AS child
    UNION ALL
    MATCH (party)-[:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(child:Person)
    RETURN child
  }
  RETURN child
  UNION
  UNWIND $children AS id
  MATCH (child:Person {id: id})
  RETURN child
}
WITH child
WHERE (child.birthDate > $adult_born_by OR EXISTS {
    MATCH (child)-[:HAD_VERSION]->(version) WHERE version.birthDate > $adult_born_by
  }) AND NOT EXISTS { MATCH (kept:StandingBefore {id: $run + '|' + child.id}) }
RETURN collect(child.id) AS children
