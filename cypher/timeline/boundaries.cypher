// Everything recorded that can change how far guardianship of a child is effective, with the days on which it begins and ends: who is
// responsible, what holds of them, the homes that they share with the child, and what holds of the child itself. Sees everything.
// Source: guardianship.md sections 1 to 4.
//
// Parameters:
//   children: LIST<STRING> (ids)
//   row_of_circumstance: MAP (circumstance kind to row)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
// Returns: LIST: child id, own row, own facts, the responsible [row, facts]. A row is [id, label, birth date, death date, from, to, record
//   id, source, recorded at (epoch milliseconds)]; a fact is [type, kind, key, source, recorded at (epoch milliseconds), from, to]
UNWIND $children AS id
MATCH (child:Person {id: id})
WITH child, COLLECT {
  MATCH (child)-[everOwn:MEMBER_OF|IN_CIRCUMSTANCE]->(end)
  WHERE type(everOwn) = 'MEMBER_OF' OR everOwn.kind = 'SELF_SUPPORTING'
  RETURN [type(everOwn), everOwn.kind, everOwn.key, everOwn.source, everOwn.recordedAt.epochMillis, everOwn.from, everOwn.to]
} AS own, COLLECT {
  MATCH (adult:Person|Organisation)-[everRole:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child)
  WHERE everRole.kind IS NULL OR everRole.kind <> 'STEP'
  WITH adult, collect([type(everRole), everRole.kind, everRole.key, everRole.source, everRole.recordedAt.epochMillis, everRole.from, everRole.to]) AS roles
  WITH *, {party: adult} AS holder, COLLECT {
    MATCH (adult)-[everFact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|MEMBER_OF]->(end)
    WHERE CASE type(everFact)
      WHEN 'IN_CIRCUMSTANCE' THEN everFact.kind = 'SELF_SUPPORTING' OR $row_of_circumstance[everFact.kind] <> $toward_row
        OR $row_of_circumstance[everFact.kind] = $toward_row AND coalesce(everFact.towardChildId, child.id) = child.id
      WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN end = child
      WHEN 'MEMBER_OF' THEN EXISTS { MATCH (child)-[everHome:MEMBER_OF]->(end) }
      ELSE true END
    RETURN [type(everFact), everFact.kind, everFact.key, everFact.source, everFact.recordedAt.epochMillis, everFact.from, everFact.to]
  } AS facts
  RETURN [[holder.party.id, head(labels(adult)), adult.birthDate, adult.deathDate, adult.from, adult.to, adult.recordId, adult.source,
    adult.recordedAt.epochMillis], roles + facts]
} AS responsible
RETURN [child.id, [child.id, head(labels(child)), child.birthDate, child.deathDate, null, null, child.recordId, child.source,
  child.recordedAt.epochMillis], own, responsible]
