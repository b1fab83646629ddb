// Whether the child is left behind, by the definition in force: POLICY (under 16, rural registration, both parents away for months,
// or one away and the other not capable), SCHOOL (in compulsory school, one or both parents out) or CENSUS (any age, one or both out).
// Out is outside the child's county; a visit home does not interrupt: absences with a short gap between them count as one.
//
// Parameters:
//   as_of: DATE
//   away_months: INTEGER (POLICY)
//   census_months: INTEGER
//   definition: STRING (POLICY, SCHOOL or CENSUS)
//   policy_age: INTEGER (under so many years)
//   school_months: INTEGER
//   visit_days: INTEGER (a gap of at most so many days is a visit home)
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.kind = 'PARENT' AND any(fact IN entry.facts WHERE type(fact) = 'ABSENT_IN'))
WITH *, fields.Individual.age(node) AS age, left(coalesce(node.residenceDivision, node.registrationDivision), 6) AS county
WITH *, COLLECT {
  UNWIND parents AS entry
  WITH entry, entry.party AS parent
  MATCH (parent:Person)
  WHERE parent.deathDate IS NULL OR parent.deathDate > $as_of
  WITH entry, COLLECT {
    MATCH (parent)-[everAway:ABSENT_IN]->(place:Division)
    WHERE everAway.from <= $as_of AND coalesce(left(everAway.destinationDivision, 6) <> county, true)
    RETURN everAway
    ORDER BY everAway.from DESC
  } AS absences
  WITH entry, absences, [away IN absences WHERE $as_of < away.to] AS openAbsences
  WHERE size(openAbsences) > 0
  WITH entry, openAbsences, reduce(begun = $as_of, away IN absences |
    CASE WHEN away.to < date('9999-12-31') AND away.to + duration({days: $visit_days}) < begun THEN begun WHEN away.from < begun THEN away.from ELSE begun END) AS since
  RETURN {id: entry.id, since: since, records: [away IN openAbsences | fields.Fact.evidence(away)]}
} AS absentees
WITH *, [away IN absentees WHERE away.since + duration({months: CASE $definition WHEN 'SCHOOL' THEN $school_months WHEN 'CENSUS' THEN $census_months ELSE $away_months END}) <= $as_of] AS out
WITH *, [entry IN responsible WHERE entry.kind = 'PARENT' AND NOT entry.state IN ['AWAY', 'ABLE']] AS incapable
WITH *, CASE $definition
    WHEN 'SCHOOL' THEN size(out) > 0 AND EXISTS {
      MATCH (node)-[enrolled:ENROLLED_AT]->(school:School)
      WHERE enrolled.status = 'ENROLLED' AND replace(toUpper(enrolled.stage), ' ', '_') IN ['PRIMARY', 'JUNIOR_SECONDARY']
    }
    WHEN 'CENSUS' THEN size(out) > 0
    ELSE age < $policy_age AND node.registrationType = 'RURAL' AND size(parents) = 2 AND size(out) > 0
      AND all(entry IN parents WHERE any(away IN out WHERE away.id = entry.id) OR any(entryOther IN incapable WHERE entryOther.id = entry.id))
  END AS applies
WITH {
  definition: $definition,
  people: [away IN out | {id: away.id, role: 'PARENT', status: 'AWAY', since: away.since, records: away.records}]
    + CASE $definition WHEN 'POLICY' THEN [entry IN incapable WHERE none(away IN out WHERE away.id = entry.id) |
      {id: entry.id, role: 'PARENT', status: entry.state, records: fields.Responsible.evidence(entry)}] ELSE [] END,
  records: []
} AS hit, applies
WHERE applies
RETURN hit
