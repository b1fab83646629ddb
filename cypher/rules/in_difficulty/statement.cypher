// Whether the child is in difficulty: in one of the protective categories, disabled, seriously ill, or in a household that receives the
// subsistence allowance or extreme-poverty support.
//
// Parameters: none
// Returns: hit MAP
WITH node, [category IN [
    CASE WHEN any(each IN orphan WHERE NOT each.undetermined) THEN 'ORPHAN' END,
    CASE WHEN any(each IN de_facto_unattended WHERE NOT each.undetermined) THEN 'DE_FACTO_UNATTENDED' END,
    CASE WHEN size(left_behind_unattended) > 0 THEN 'LEFT_BEHIND_UNATTENDED' END,
    CASE WHEN size(living_alone) > 0 THEN 'LIVING_ALONE' END,
    CASE WHEN size(unattended_under_8) > 0 THEN 'UNATTENDED_UNDER_8' END,
    CASE WHEN size(temporary_guardianship_due) > 0 THEN 'TEMPORARY_GUARDIANSHIP_DUE' END,
    CASE WHEN size(long_term_guardianship_due) > 0 THEN 'LONG_TERM_GUARDIANSHIP_DUE' END
  ] WHERE category IS NOT NULL] AS categories,
  [fact IN own_facts WHERE fact.grade IS NOT NULL OR fact.kind = 'SERIOUS_ILLNESS' | fields.Fact.evidence(fact)] AS hardships
WITH *, COLLECT {
    MATCH (node)-[benefit:RECEIVES]->(programme:Programme)
    WHERE programme.code IN ['SUBSISTENCE_ALLOWANCE', 'EXTREME_POVERTY_SUPPORT']
    RETURN fields.Fact.evidence(benefit)
  } AS personal, COLLECT {
    MATCH (node)-[its:MEMBER_OF]->(home:Household)-[benefit:RECEIVES]->(programme:Programme)
    WHERE programme.code IN ['SUBSISTENCE_ALLOWANCE', 'EXTREME_POVERTY_SUPPORT']
    RETURN {of: home.id, id: benefit.key, fact: type(benefit), source: benefit.source, recordedAt: benefit.recordedAt.epochMillis}
  } AS shared, COLLECT {
    MATCH (node)-[its:MEMBER_OF]->(home:Household)<-[theirs:MEMBER_OF]-(other:Person)-[benefit:RECEIVES]->(programme:Programme)
    WHERE programme.code IN ['SUBSISTENCE_ALLOWANCE', 'EXTREME_POVERTY_SUPPORT']
    RETURN {of: other.id, id: benefit.key, fact: type(benefit), source: benefit.source, recordedAt: benefit.recordedAt.epochMillis}
  } AS others
WITH { people: [], categories: categories, records: hardships + personal + shared + others } AS hit
WHERE size(hit.categories) + size(hit.records) > 0
RETURN hit
