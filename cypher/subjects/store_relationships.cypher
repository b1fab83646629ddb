// A page of all relationships, by the numbers that end their element ids.
//
// Parameters:
//   beginning: STRING (of element ids)
//   from: INTEGER (first number)
//   to: INTEGER (last number)
// Returns: rows LIST<LIST<ANY>> (number, type, properties, numbers of start and end)
UNWIND range($from, $to) AS number
MATCH (start)-[fact]->(end)
WHERE elementId(fact) = $beginning + number
RETURN collect([
  number, type(fact), properties(fact),
  toInteger(split(elementId(start), ':')[2]), toInteger(split(elementId(end), ':')[2])
]) AS rows
