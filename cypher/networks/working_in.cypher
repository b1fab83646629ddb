// Everybody who is absent on the day in a division or below it, and nowhere else, since before that day. Sees everything.
//
// Parameters:
//   as_of: DATE
//   destination: STRING (code prefix)
// Returns: id of a person
MATCH (place:Division)
WHERE place.code STARTS WITH $destination
MATCH (person:Person)-[absence:ABSENT_IN]->(place)
WHERE absence.from < $as_of AND (person.deathDate IS NULL OR person.deathDate > $as_of)
WITH DISTINCT person
WHERE NOT EXISTS {
  MATCH (person)-[other:ABSENT_IN]->(elsewhere:Division)
  WHERE NOT elsewhere.code STARTS WITH $destination OR other.from = $as_of
}
RETURN person.id
