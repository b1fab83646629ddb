// Whether a child who is under 8, or needs special care, has nobody able among guardians and entrusted carers. Special care: a severe
// disability, a serious illness or a mental disorder of the child.
//
// Parameters:
//   age: INTEGER (under so many years)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: hit MAP
WITH node, fields.Individual.age(node) < $age AS young, COLLECT {
  MATCH (node)-[need:HAS_DISABILITY|IN_CIRCUMSTANCE]->(kind:DisabilityType|CircumstanceKind)
  WHERE need.grade <= $severe_grade OR need.type IN $severe_types OR need.kind IN ['SERIOUS_ILLNESS', 'MENTAL_DISORDER']
  RETURN {id: need.key, fact: type(need), source: need.source, recordedAt: need.recordedAt}
} AS needs
WHERE (young OR size(needs) > 0) AND none(entry IN responsible WHERE entry.state = 'ABLE')
WITH {
  people: [entry IN responsible | {id: entry.party.id, role: entry.kind, status: entry.state, records: entry.records}],
  records: CASE WHEN young THEN [] ELSE needs END, because: CASE WHEN young THEN 'AGE' ELSE 'SPECIAL_CARE' END
} AS hit
RETURN hit
