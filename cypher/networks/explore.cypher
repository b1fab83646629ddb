// The facts at somebody or something on the day, a page of them: what they are, where they lead, by which record. Visits, services and
// attendance, which are of a day or a month, count for a year.
//
// Parameters:
//   id: STRING (of a person, household, school, organisation or worker; the code of a division)
//   label: STRING (what it is)
//   types: LIST<STRING> (types of facts)
//   support_kinds: LIST<STRING> (of support ties, which kinds)
//   as_of: DATE
//   contact_since: DATE (facts of a day after this one count)
//   after: LIST<STRING> (type, id of the other and key of the last one of the page before)
//   page: INTEGER (so many at most)
// Returns: LIST: id of the node, facts, whether there are more. A fact is [type, whether it begins at the node BOOLEAN, label and id of the other,
//   kind, from, to, key, source, recorded at (epoch milliseconds)]
UNWIND COLLECT {
  MATCH (one:Person|Household|School|Organisation|Worker {id: $id})
  WHERE head(labels(one)) = $label
  RETURN [one.id, COLLECT {
    MATCH (one)-[everFact:MEMBER_OF|PARENT_OF|MARRIED_TO|GUARDIAN_OF|GUARDIANSHIP_REVOKED_FOR|ENTRUSTED_CARER_OF|IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|ENROLLED_AT|ATTENDED|PLACED_WITH|RECEIVES|RECEIVED_SERVICE|SUPPORTS|VISITED]-(other:Person|Household|School|Organisation|Worker|Division|CircumstanceKind|DisabilityType|Programme|ServiceLine)
    WHERE type(everFact) IN $types AND (type(everFact) <> 'SUPPORTS' OR everFact.kind IN $support_kinds)
      AND everFact.from <= $as_of AND ($as_of < everFact.to
        OR type(everFact) IN ['VISITED', 'RECEIVED_SERVICE', 'ATTENDED'] AND everFact.from > $contact_since)
    RETURN [type(everFact), startNode(everFact) = one, head(labels(other)), coalesce(other.id, toString(other.code)),
      coalesce(everFact.kind, everFact.basis), everFact.from, everFact.to, everFact.key, everFact.source, everFact.recordedAt.epochMillis] AS row
    ORDER BY row[0], row[3], row[7]
  }] AS found
} + COLLECT {
  MATCH (place:Division {code: $id})
  WHERE $label = 'Division'
  RETURN [place.code, COLLECT {
    MATCH (other:Person)-[everAway:ABSENT_IN]->(place)
    WHERE type(everAway) IN $types AND everAway.from <= $as_of AND $as_of < everAway.to
    RETURN [type(everAway), false, 'Person', other.id, everAway.reason, everAway.from, everAway.to, everAway.key, everAway.source,
      everAway.recordedAt.epochMillis] AS row
    ORDER BY row[0], row[3], row[7]
  }] AS found
} AS found
WITH found[0] AS id, [row IN found[1] WHERE [row[0], row[3], row[7]] > $after] AS rows
RETURN [id, rows[..$page], size(rows) > $page]
