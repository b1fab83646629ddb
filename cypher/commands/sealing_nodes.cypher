// Puts sealed values into nodes, unless somebody has changed them since they were read.
//
// Parameters:
//   rows: LIST<MAP> (element, digest as it was read or null, properties)
// Returns: nothing
UNWIND $rows AS row
MATCH (node)
WHERE elementId(node) = row.element AND (row.digest IS NULL OR node.digest = row.digest)
SET node += row.properties
