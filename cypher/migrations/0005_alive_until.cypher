// Persons loaded before there was `aliveUntil` get it: the day of death, else the far date that stands for an open end.
//
// Parameters: none
// Returns: nothing

MATCH (person:Person)
WHERE person.birthDate IS NOT NULL AND person.aliveUntil IS NULL
CALL (person) {
  SET person.aliveUntil = coalesce(person.deathDate, date('9999-12-31'))
} IN TRANSACTIONS OF 20000 ROWS;

MATCH (version:Version)
WHERE version.birthDate IS NOT NULL AND version.aliveUntil IS NULL
CALL (version) {
  SET version.aliveUntil = coalesce(version.deathDate, date('9999-12-31'))
} IN TRANSACTIONS OF 20000 ROWS;
