// Everybody within four facts of a person, sought by the database in one pattern of variable length.
//
// Parameters:
//   id: STRING
//   as_of: DATE
// Returns: people LIST<STRING> (ids)
MATCH (one:Person {id: $id})
MATCH (one) (()-[tie:PARENT_OF|MARRIED_TO|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS|MEMBER_OF
    WHERE tie.from <= $as_of AND $as_of < tie.to]-(next WHERE next:Person OR COUNT { (next)--() } <= 20)){1,4} (other:Person)
RETURN collect(DISTINCT other.id) AS people
