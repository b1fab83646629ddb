// OFFICER: { expiring(division: "990101") { totalCount } }
x

// OFFICER: { expiring(division: "990101", knownAt: "2026-01-01T00:00:00Z") { totalCount } }
x
