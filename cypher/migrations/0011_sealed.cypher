// Persons are found by exact ID and telephone numbers, of which the graph has tags; the numbers themselves are sealed.
//
// Parameters: none
// Returns: nothing

CREATE INDEX person_id_number_tag IF NOT EXISTS FOR (n:Person) ON (n.idNumberTag);
CREATE INDEX person_phone_tag IF NOT EXISTS FOR (n:Person) ON (n.phoneTag);
