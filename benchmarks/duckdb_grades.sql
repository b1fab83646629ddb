-- The grade of every child on a day, from the same rows as the graph: the decision table as one SQL statement.
WITH child AS (
  SELECT id, born, county FROM people
  WHERE NOT organisation AND born > $adult_by AND born <= $day AND (died IS NULL OR died > $day)
), responsible AS (
  SELECT DISTINCT r.child, r.adult, r.role, c.county
  FROM roles r JOIN child c ON c.id = r.child WHERE r.since <= $day AND $day < r.until
), holding AS (SELECT * FROM facts WHERE since <= $day AND $day < until
), numbered AS (
  SELECT child, adult, role, 12 AS row FROM responsible
  UNION ALL SELECT child, adult, role, 0 FROM responsible JOIN people p ON p.id = adult
    WHERE p.organisation AND (p.closed <= $day OR p.opened > $day)
  UNION ALL SELECT child, adult, role, 1 FROM responsible JOIN people p ON p.id = adult WHERE p.died <= $day
  UNION ALL SELECT child, adult, role, 4 FROM responsible JOIN people p ON p.id = adult
    WHERE p.born > $adult_by AND adult NOT IN (SELECT person FROM holding WHERE kind = 'SELF_SUPPORTING')
  UNION ALL SELECT child, adult, role, t.row FROM responsible JOIN holding f ON f.person = adult
    JOIN circumstance_rows t ON t.kind = f.kind
    WHERE f.type = 'IN_CIRCUMSTANCE' AND (t.row <> 10 OR role = 'ENTRUSTED_CARER_OF')
      AND (t.row <> 9 OR f.target = child OR f.target IS NULL)
  UNION ALL SELECT child, adult, role, 3 FROM responsible JOIN holding f ON f.person = adult AND f.target = child
    WHERE f.type = 'GUARDIANSHIP_REVOKED_FOR'
  UNION ALL SELECT child, adult, role, 8 FROM responsible JOIN holding f ON f.person = adult
    WHERE f.type = 'HAS_DISABILITY' AND (f.grade <= 2 OR f.disability IN (5, 6))
  UNION ALL SELECT child, adult, role, 11 FROM responsible r JOIN holding f ON f.person = adult
    WHERE f.type = 'ABSENT_IN' AND (r.county IS NULL OR f.county <> r.county)
      AND NOT EXISTS (SELECT 1 FROM holding a JOIN holding b ON a.target = b.target
        WHERE a.type = 'MEMBER_OF' AND b.type = 'MEMBER_OF' AND a.person = r.adult AND b.person = r.child)
), state AS (SELECT child, adult, role, min(row) AS row FROM numbered GROUP BY ALL
), summed AS (
  SELECT child, count(*) FILTER (role <> 'ENTRUSTED_CARER_OF') AS guardians,
    bool_or(row = 12 AND role <> 'ENTRUSTED_CARER_OF') AS able, bool_or(row = 11 AND role <> 'ENTRUSTED_CARER_OF') AS away,
    bool_or(row = 12 AND role = 'ENTRUSTED_CARER_OF') AS carer
  FROM state GROUP BY child
)
SELECT CASE
    WHEN c.born <= $sixteen_by AND c.id IN (SELECT person FROM holding WHERE kind = 'SELF_SUPPORTING') THEN 'NOT_REQUIRED'
    WHEN coalesce(s.guardians, 0) = 0 THEN 'UNKNOWN' WHEN s.able THEN 'EFFECTIVE' WHEN NOT s.away THEN 'NONE'
    WHEN s.carer THEN 'ENTRUSTED' ELSE 'ABSENT' END AS grade, count(*)
FROM child c LEFT JOIN summed s ON s.child = c.id GROUP BY grade
