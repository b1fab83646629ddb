// OFFICER: { viewer { role } }
RETURN [($role)] AS answer

// OFFICER: { viewer(knownAt: "2026-03-01T00:00:00Z") { role } }
RETURN [($role)] AS answer
