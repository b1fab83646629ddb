// The facts that would decide, but for those of persons whom the reader may not see.
//
// Parameters: none
// Returns: fact MAP: person (id; null when nobody is recorded), code, record, supplier
UNWIND node.missing AS fact
WITH fact WHERE fact.person IS NULL OR EXISTS { MATCH (named:Person {id: fact.person}) }
RETURN fact
