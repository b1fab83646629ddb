// Each recorded parent as the table of both parents sees them: GONE (dead, declared dead, declared missing), SITUATION (one of the
// eight), UNKNOWN (a deciding fact is missing or contradictory) or OK; with the records that decide and what is missing.
// A parent who is declared missing and in custody on the same day is contradictory. A custody without term and start, or a
// loss of contact without start, lacks the fact that decides; so does a parent whose own row is not known. Sees everything.
// Source: Minfa [2019] 62, section 1; Minfa [2020] 125, section 1; guardianship.md section 6.
//
// Parameters:
//   as_of: DATE
//   custody_months: INTEGER (a term, or the time elapsed, of at least so many months)
//   out_of_contact_months: INTEGER (elapsed since the police report)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: entry MAP: party (node), id, status, deceased BOOLEAN, couldBeGone BOOLEAN, records and missing (maps)
UNWIND [entry IN responsible WHERE entry.kind = 'PARENT'] AS holder
WITH holder, [each IN [fact IN holder.facts | {record: fields.Fact.evidence(fact), what: CASE type(fact)
    WHEN 'HAS_DISABILITY' THEN CASE WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 'SITUATION' END
    WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN fact.kind = 'REVOKED' THEN 'SITUATION' END
    WHEN 'IN_CIRCUMSTANCE' THEN CASE
      WHEN fact.kind = 'DECLARED_MISSING' THEN 'GONE'
      WHEN fact.kind IN ['SERIOUS_ILLNESS', 'DEPORTED'] THEN 'SITUATION'
      WHEN fact.kind IN ['IMPRISONED', 'COMPULSORY_REHABILITATION', 'OTHER_DETENTION'] THEN CASE
        WHEN fact.termMonths >= $custody_months THEN 'CUSTODY'
        WHEN fact.termMonths IS NOT NULL THEN 'SHORT_CUSTODY'
        WHEN fact.from = date('0001-01-01') THEN 'UNDATED_CUSTODY'
        WHEN fact.from + duration({months: $custody_months}) <= $as_of THEN 'CUSTODY'
        WHEN fact.to < date('9999-12-31') AND fact.from + duration({months: $custody_months}) <= fact.to THEN 'CUSTODY'
        ELSE 'SHORT_CUSTODY' END
      WHEN fact.kind = 'OUT_OF_CONTACT' THEN CASE
        WHEN fact.from = date('0001-01-01') THEN 'UNDATED'
        WHEN fact.from + duration({months: $out_of_contact_months}) <= $as_of THEN 'SITUATION' END
      END
    END}] WHERE each.what IS NOT NULL] AS facts
WITH *, [each IN facts | each.what] AS what
WITH *, CASE
  WHEN holder.state = 'DECEASED' THEN 'DECEASED'
  WHEN 'GONE' IN what AND any(each IN what WHERE each ENDS WITH 'CUSTODY') THEN 'CONTRADICTORY'
  WHEN 'GONE' IN what THEN 'MISSING'
  WHEN 'SITUATION' IN what OR 'CUSTODY' IN what THEN 'SITUATION'
  WHEN any(each IN what WHERE each STARTS WITH 'UNDATED') THEN 'UNDATED'
  WHEN holder.born IS NULL THEN 'NO_ROW'
  ELSE 'OK' END AS why
WITH {
  party: holder.party, id: holder.id,
  status: CASE WHEN why IN ['DECEASED', 'MISSING'] THEN 'GONE' WHEN why IN ['SITUATION', 'OK'] THEN why ELSE 'UNKNOWN' END,
  deceased: why = 'DECEASED', couldBeGone: why IN ['CONTRADICTORY', 'NO_ROW'],
  records: CASE why
    WHEN 'DECEASED' THEN [each IN holder.deciding | {id: each.id, fact: each.fact, source: each.source, recordedAt: each.recordedAt.epochMillis}]
    WHEN 'MISSING' THEN [each IN facts WHERE each.what = 'GONE' | each.record]
    WHEN 'SITUATION' THEN [each IN facts WHERE each.what IN ['SITUATION', 'CUSTODY'] | each.record]
    WHEN 'OK' THEN []
    ELSE [each IN facts | each.record] END,
  missing: CASE why
    WHEN 'CONTRADICTORY' THEN [{person: holder.id, code: 'MISSING_OR_IN_CUSTODY', supplier: 'COURT'}]
    WHEN 'UNDATED' THEN [each IN facts WHERE each.what STARTS WITH 'UNDATED' | {
      person: holder.id, code: CASE each.what WHEN 'UNDATED' THEN 'START' ELSE 'START_OR_TERM' END,
      record: each.record.id, supplier: coalesce(each.record.source, 'PUBLIC_SECURITY')}]
    WHEN 'NO_ROW' THEN [{person: holder.id, code: 'PERSON', supplier: 'PUBLIC_SECURITY'}]
    ELSE [] END
} AS entry
RETURN entry
ORDER BY entry.id
