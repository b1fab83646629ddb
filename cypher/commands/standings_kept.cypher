// How children stood before an import whose differences have not been found yet.
//
// Parameters:
//   without: STRING (id of an import that is left out; empty: of none)
//   limit: INTEGER (how many at most)
// Returns: id STRING (of the node), run STRING, day DATE, child STRING (id), standing STRING (JSON; null when nobody of that id was a child)
MATCH (kept:StandingBefore)
WHERE kept.run <> $without
RETURN kept.id AS id, kept.run AS run, kept.day AS day, kept.childId AS child, kept.standing AS standing
ORDER BY id
LIMIT $limit
