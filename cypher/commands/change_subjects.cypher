// What is known about those whom assumed changes name: persons and organisations, records of responsibility, and open absences.
//
// Parameters:
//   ids: LIST<STRING> (of persons and organisations)
//   records: LIST<STRING> (keys of guardianships and entrusted care)
//   as_of: DATE
// Returns: parties LIST<LIST<ANY>> (id, whether a person BOOLEAN, whether living and born, or open, on the day BOOLEAN, days on which open
//   absences began LIST<DATE>), roles LIST<LIST<ANY>> (key, holder id, child id, from DATE, to DATE)
CALL () {
  UNWIND $ids AS id
  CALL (id) {
    MATCH (party:Person {id: id})
    RETURN party, coalesce(party.birthDate <= $as_of AND party.aliveUntil > $as_of, false) AS there
    UNION ALL
    MATCH (party:Organisation {id: id})
    RETURN party, coalesce(party.from <= $as_of, true) AND coalesce($as_of < party.to, true) AS there
  }
  RETURN collect([id, party:Person, there, COLLECT {
    MATCH (party)-[absence:ABSENT_IN]->()
    WHERE absence.from <= $as_of AND $as_of < absence.to
    RETURN absence.from
  }]) AS parties
}
CALL () {
  UNWIND $records AS key
  CALL (key) {
    MATCH (holder)-[role:GUARDIAN_OF {key: key}]->(child) RETURN role, holder, child
    UNION ALL
    MATCH (holder)-[role:ENTRUSTED_CARER_OF {key: key}]->(child) RETURN role, holder, child
  }
  RETURN collect([key, holder.id, child.id, role.from, role.to]) AS roles
}
RETURN parties, roles
