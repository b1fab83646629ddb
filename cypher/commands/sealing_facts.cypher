// Puts sealed values into facts, unless somebody has changed them since they were read.
//
// Parameters:
//   rows: LIST<MAP> (element, digest as it was read, properties)
// Returns: nothing
UNWIND $rows AS row
MATCH ()-[fact]->()
WHERE elementId(fact) = row.element AND fact.digest = row.digest
SET fact += row.properties
