// Parentages and marriages of each of the given persons, also those that have ended or are still to begin, with what is needed to call the
// other one by a kinship term. Asked from person to person it walks through families; who asks walks through those only whom they see.
// Source: Civil Code, art. 1045 (relatives: spouses, relatives by blood, relatives by marriage).
//
// Parameters:
//   persons: LIST<STRING> (ids)
// Returns: LIST of each person: id, sex, birth date, death date, facts. A fact is [type, from id, to id, kind, key, source, recorded at (epoch
//   milliseconds), first day, day after the last, of the other one id, sex, birth date, death date]
UNWIND $persons AS id
MATCH (person:Person {id: id})
WITH id, person, COLLECT {
  MATCH (person)-[everKin:PARENT_OF|MARRIED_TO]-(relative:Person)
  RETURN [type(everKin), startNode(everKin).id, endNode(everKin).id, everKin.kind, everKin.key, everKin.source,
    everKin.recordedAt.epochMillis, everKin.from, everKin.to, relative.id, relative.sex, relative.birthDate, relative.deathDate]
} AS facts
RETURN [id, person.sex, person.birthDate, person.deathDate, facts]
