// Everything that ties one person or household to others on the day, for whoever walks node by node.
//
// Parameters:
//   ref: STRING (element id)
//   as_of: DATE
// Returns: other STRING (element id), label STRING, id STRING
MATCH (one)-[tie:PARENT_OF|MARRIED_TO|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS|MEMBER_OF]-(other)
WHERE elementId(one) = $ref AND tie.from <= $as_of AND $as_of < tie.to
  AND (other:Person OR COUNT { (other)--() } <= 20)
RETURN elementId(other) AS other, head(labels(other)) AS label, other.id AS id
