// Which soft checks a fact fails: findings that rest on it, and findings about a division that it leads to.
//
// Parameters:
//   key: STRING (of the fact)
//   touched: LIST<STRING> (ids of whom it names, codes of divisions)
// Returns: codes LIST<STRING>, in order
UNWIND $touched AS id
CALL (id) {
  MATCH (:Person {id: id})<-[:CONCERNS]-(finding:DataQualityFinding)
  WHERE $key IN finding.records
  RETURN finding
  UNION ALL
  MATCH (:Organisation {id: id})<-[:CONCERNS]-(finding:DataQualityFinding)
  WHERE $key IN finding.records
  RETURN finding
  UNION ALL
  MATCH (:Worker {id: id})<-[:CONCERNS]-(finding:DataQualityFinding)
  WHERE $key IN finding.records
  RETURN finding
  UNION ALL
  MATCH (:Division {code: id})<-[:CONCERNS]-(finding:DataQualityFinding)
  RETURN finding
}
WITH finding
WHERE finding.resolvedAt IS NULL
WITH DISTINCT finding.code AS code ORDER BY code
RETURN collect(code) AS codes
