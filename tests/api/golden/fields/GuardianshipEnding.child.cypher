// OFFICER: { expiring(first: 1) { nodes { day child { id } } } }
x

// OFFICER: { expiring(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { day child { id } } } }
x
