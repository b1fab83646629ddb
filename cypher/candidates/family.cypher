// The people round each child out of whom a guardian could come: relatives up to four generations (four steps up the lines of parentage,
// two down, four together), spouses of those within three steps, members of the child's household, supporters and entrusted carers; and
// who is a legal guardian already. Only edges are told: whose relatives somebody is follows from them. Sees everything.
// Source: guardianship.md section 7; Civil Code, art. 27 para. 2.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   children: LIST<STRING> (ids)
//   largest_household: INTEGER (a household of more members is a collective one and makes nobody a relative of the child's life)
// Returns: LIST of each child: id, division, ids of legal guardians, edges, shared homes. An edge is [type, from id, to id, kind, key,
//   source, recorded at (epoch milliseconds), start date known BOOLEAN]; a shared home is two edges, the member's and the child's
UNWIND $children AS id
MATCH (child:Person {id: id})
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of AND (child.deathDate IS NULL OR child.deathDate > $as_of)
WITH child, COLLECT { MATCH (parent)-[first:PARENT_OF]->(child) RETURN first } AS one
WITH *, COLLECT {
  UNWIND one AS below
  WITH DISTINCT startNode(below) AS person
  MATCH (parent)-[second:PARENT_OF]->(person)
  RETURN second
} AS two
WITH *, COLLECT {
  UNWIND two AS below
  WITH DISTINCT startNode(below) AS person
  MATCH (parent)-[third:PARENT_OF]->(person)
  RETURN third
} AS three
WITH *, COLLECT {
  UNWIND three AS below
  WITH DISTINCT startNode(below) AS person
  MATCH (parent)-[fourth:PARENT_OF]->(person)
  RETURN fourth
} AS four
WITH *, COLLECT {
  UNWIND one + two AS below
  WITH DISTINCT startNode(below) AS person
  MATCH (person)-[down:PARENT_OF]->(relative)
  RETURN down
} AS near, COLLECT {
  UNWIND three AS below
  WITH DISTINCT startNode(below) AS person
  MATCH (person)-[down:PARENT_OF]->(relative)
  RETURN down
} AS far
WITH *, COLLECT {
  UNWIND near AS above
  WITH DISTINCT endNode(above) AS person
  MATCH (person)-[down:PARENT_OF]->(relative)
  RETURN down
} AS below, COLLECT {
  UNWIND [each IN one + two + three | startNode(each)] + [each IN near | endNode(each)] AS person
  WITH DISTINCT person
  MATCH (person)-[married:MARRIED_TO]-(spouse)
  RETURN DISTINCT married
} AS marriages, COLLECT {
  MATCH (other:Person)-[tie:SUPPORTS|ENTRUSTED_CARER_OF]->(child)
  RETURN tie
} AS ties, COLLECT {
  MATCH (guardian:Person|Organisation)-[role:PARENT_OF|GUARDIAN_OF]->(child)
  WHERE role.kind IS NULL OR role.kind <> 'STEP'
  RETURN DISTINCT guardian
} AS guardians, COLLECT {
  MATCH (child)-[its:MEMBER_OF]->(home:Household)
  WHERE COUNT { MATCH (home)<-[each:MEMBER_OF]-(member) } <= $largest_household
  MATCH (home)<-[theirs:MEMBER_OF]-(mate)
  WHERE mate <> child
  RETURN [theirs, its]
} AS shared
WITH *, [edge IN one + two + three + four + near + far + below + marriages + ties |
  [type(edge), startNode(edge).id, endNode(edge).id, edge.kind, edge.key, edge.source, edge.recordedAt.epochMillis,
    edge.from > date('0001-01-01')]] AS edges
RETURN [child.id, child.division, [each IN guardians | each.id], edges, [pair IN shared | [edge IN pair |
  [type(edge), startNode(edge).id, endNode(edge).id, edge.kind, edge.key, edge.source, edge.recordedAt.epochMillis,
    edge.from > date('0001-01-01')]]]]
