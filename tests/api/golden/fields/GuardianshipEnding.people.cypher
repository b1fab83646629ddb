// OFFICER: { expiring(first: 1) { nodes { people { status party { ... on Person { id } } } } } }
x

// OFFICER: { expiring(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { people { status party { ... on Person { id } } } } } }
x
