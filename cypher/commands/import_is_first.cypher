// Whether nothing was ever imported: neither entities nor a row in quarantine. Reads the count store only.
//
// Parameters: none
// Returns: first BOOLEAN
RETURN COUNT { (:Person) } + COUNT { (:Household) } + COUNT { (:Division) } + COUNT { (:School) }
  + COUNT { (:Organisation) } + COUNT { (:Worker) } + COUNT { (:QuarantinedRow) } + COUNT { (:ImportRun) } = 0 AS first
