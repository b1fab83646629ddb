// The law of every row used, each once: the grade's, then each state's, then why each was responsible.
//
// Parameters:
//   law_of_grade: MAP (grade to {en, zh})
//   law_of_kind: MAP (kind of responsibility to {en, zh})
//   law_of_state: MAP (state to {en, zh})
// Returns: law MAP (en, zh)
WITH [$law_of_grade[fields.GuardianshipAssessment.grade(node)]]
  + [entry IN node.responsible | $law_of_state[entry.state]]
  + [entry IN node.responsible | $law_of_kind[entry.kind]] AS laws
WITH reduce(once = [], law IN laws | CASE WHEN law IN once THEN once ELSE once + [law] END) AS cited
UNWIND range(0, size(cited) - 1) AS place
WITH cited[place] AS basis, place
RETURN basis
ORDER BY place
