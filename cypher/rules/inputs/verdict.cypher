// What both parents together decide: ORPHAN, DE_FACTO_UNATTENDED, NEITHER or UNDETERMINED. One answer for both categories, so that they
// cannot contradict each other. More than two open parentages leave open who the two are, where that matters.
// Source: Guobanfa [2010] 54; Minfa [2019] 62; Minfa [2020] 125; guardianship.md section 6.
//
// Parameters:
//   declared_missing_counts: BOOLEAN (two parents gone make an orphan also when one of them is declared missing)
// Returns: one entry MAP: answer, orphanPossible BOOLEAN, foundling and missing (maps)
WITH *, [fact IN own_facts WHERE fact.kind = 'FOUNDLING' | fields.Fact.evidence(fact)] AS foundling
WITH foundling, size(parents) AS number, [parent IN parents WHERE parent.status = 'GONE'] AS gone,
  [parent IN parents WHERE parent.status = 'SITUATION'] AS burdened, [parent IN parents WHERE parent.status = 'UNKNOWN'] AS unclear,
  any(parent IN parents WHERE parent.status = 'OK') AS caring
WITH *, CASE
  WHEN size(foundling) > 0 THEN 'ORPHAN'
  WHEN caring THEN 'NEITHER'
  WHEN number < 2 OR size(unclear) > 0 THEN 'UNDETERMINED'
  WHEN size(burdened) = 0 AND ($declared_missing_counts OR all(parent IN gone WHERE parent.deceased)) THEN 'ORPHAN'
  WHEN size(burdened) = 0 THEN 'NEITHER'
  WHEN number > 2 AND size(gone) > 1 THEN 'UNDETERMINED'
  ELSE 'DE_FACTO_UNATTENDED' END AS answer
WITH {
  answer: answer, foundling: foundling,
  orphanPossible: size(gone) + size([parent IN unclear WHERE parent.couldBeGone]) + CASE WHEN number < 2 THEN 2 - number ELSE 0 END >= 2,
  missing: reduce(found = [], parent IN unclear | found + parent.missing)
    + CASE number
      WHEN 0 THEN [{code: 'PARENT', supplier: 'PUBLIC_SECURITY'}, {code: 'PARENT', supplier: 'PUBLIC_SECURITY'}]
      WHEN 1 THEN [{code: 'PARENT', supplier: 'PUBLIC_SECURITY'}]
      ELSE CASE WHEN number > 2 THEN [{code: 'MORE_THAN_TWO_PARENTS', supplier: 'PUBLIC_SECURITY'}] ELSE [] END END
} AS entry
RETURN entry
