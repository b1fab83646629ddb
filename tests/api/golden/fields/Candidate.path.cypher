// OFFICER: { children(first: 1) { nodes { candidateGuardians { path { id person { id } } } } } }
x

// OFFICER: { children(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { candidateGuardians { path { id person { id } } } } } }
x
