// Which limbs of art. 94 the records show. NOT_FOUND: a foundling without any recorded guardian, or all guardians are declared missing.
// NOBODY_LEFT: every guardian is dead, declared missing, incapacitated or revoked, and by the records no grandparent and no elder
// sibling of age could be guardian.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: hit MAP
WITH * WHERE none(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state IN ['ABLE', 'AWAY'])
WITH *, [entry IN responsible WHERE entry.kind <> 'CARER'] AS guardians,
  [fact IN own_facts WHERE fact.kind = 'FOUNDLING' | fields.Fact.evidence(fact)] AS foundling
WITH *, CASE
  WHEN size(guardians) = 0 THEN CASE WHEN size(foundling) > 0 THEN 'NOT_FOUND' END
  WHEN all(entry IN guardians WHERE entry.state = 'DECLARED_MISSING') THEN 'NOT_FOUND'
  WHEN all(entry IN guardians WHERE entry.state IN ['DECEASED', 'DECLARED_MISSING', 'INCAPACITATED', 'REVOKED']) THEN 'NOBODY_LEFT' END AS limb
WHERE limb IS NOT NULL AND NOT (limb = 'NOBODY_LEFT' AND EXISTS {
  MATCH (kin:Person)-[near:PARENT_OF]->(parent:Person)-[role:PARENT_OF]->(node)
  WHERE near.kind <> 'STEP' AND role.kind <> 'STEP' AND kin.birthDate <= $adult_born_by AND (kin.deathDate IS NULL OR kin.deathDate > $as_of)
    AND NOT EXISTS {
      MATCH (kin)-[bar:IN_CIRCUMSTANCE|HAS_DISABILITY]->(kind:CircumstanceKind|DisabilityType)
      WHERE bar.grade <= $severe_grade OR bar.type IN $severe_types OR bar.kind IN ['DECLARED_MISSING', 'IMPRISONED',
        'COMPULSORY_REHABILITATION', 'OTHER_DETENTION', 'DEPORTED', 'OUT_OF_CONTACT', 'NO_CAPACITY', 'LIMITED_CAPACITY', 'SERIOUS_ILLNESS']
    }
}) AND NOT (limb = 'NOBODY_LEFT' AND EXISTS {
  MATCH (node)<-[role:PARENT_OF]-(parent:Person)-[near:PARENT_OF]->(kin:Person)
  WHERE near.kind <> 'STEP' AND role.kind <> 'STEP' AND kin.birthDate <= $adult_born_by AND (kin.deathDate IS NULL OR kin.deathDate > $as_of)
    AND NOT EXISTS {
      MATCH (kin)-[bar:IN_CIRCUMSTANCE|HAS_DISABILITY]->(kind:CircumstanceKind|DisabilityType)
      WHERE bar.grade <= $severe_grade OR bar.type IN $severe_types OR bar.kind IN ['DECLARED_MISSING', 'IMPRISONED',
        'COMPULSORY_REHABILITATION', 'OTHER_DETENTION', 'DEPORTED', 'OUT_OF_CONTACT', 'NO_CAPACITY', 'LIMITED_CAPACITY', 'SERIOUS_ILLNESS']
    }
})
WITH {
  people: [entry IN guardians | {id: entry.id, role: entry.kind, status: entry.state, records: fields.Responsible.evidence(entry)}],
  records: CASE WHEN size(guardians) = 0 THEN foundling ELSE [] END, limbs: [limb]
} AS hit
RETURN hit
