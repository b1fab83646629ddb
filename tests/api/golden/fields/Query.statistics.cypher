// OFFICER: { statistics(division: "990101", by: [GRADE]) { smallest source { en } rows { grade sex count } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.statistics] AS statistics1
    RETURN [statistics1.smallest, [statistics1.source.en], COLLECT {
      UNWIND statistics1.rows AS item2
      RETURN [item2.grade, item2.sex, item2.count] }] AS row })] } AS answer
