// The law of every row used, each once: the grade's, then each state's, then why each was responsible. Sees everything: it names
// no one.
//
// Parameters:
//   law_of_grade: MAP (grade to {en, zh})
//   law_of_kind: MAP (kind of responsibility to {en, zh})
//   law_of_state: MAP (state to {en, zh})
// Returns: law MAP (en, zh)
WITH fields.Child.responsible(node) AS found, fields.Child.grade(node) AS grade
UNWIND CASE WHEN size(found) = 0 THEN [null] ELSE found END AS entry
WITH grade, entry ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, entry.party.id
WITH grade, collect(entry) AS entries
WITH [$law_of_grade[grade]] + [entry IN entries | $law_of_state[entry.state]]
  + [entry IN entries | $law_of_kind[entry.kind]] AS laws
WITH reduce(once = [], law IN laws | CASE WHEN law IN once THEN once ELSE once + [law] END) AS cited
UNWIND range(0, size(cited) - 1) AS place
WITH cited[place] AS law, place
RETURN law
ORDER BY place
