// Whether a child who is under 8, or needs special care, has nobody able among guardians and entrusted carers. Special care: a severe
// disability, a serious illness or a mental disorder of the child.
//
// Parameters:
//   age: INTEGER (under so many years)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: hit MAP
WITH * WHERE none(entry IN responsible WHERE entry.state = 'ABLE')
WITH *, fields.Individual.age(node) < $age AS young, [fact IN own_facts
  WHERE fact.grade <= $severe_grade OR fact.type IN $severe_types OR fact.kind IN ['SERIOUS_ILLNESS', 'MENTAL_DISORDER']
  | fields.Fact.evidence(fact)] AS needs
WHERE young OR size(needs) > 0
WITH {
  people: [entry IN responsible | {id: entry.id, role: entry.kind, status: entry.state, records: fields.Responsible.evidence(entry)}],
  records: CASE WHEN young THEN [] ELSE needs END, because: CASE WHEN young THEN 'AGE' ELSE 'SPECIAL_CARE' END
} AS hit
RETURN hit
