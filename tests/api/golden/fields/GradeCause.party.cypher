// OFFICER: { children(first: 1) { nodes { timeline { causes { party { ... on Person { id } } } } } } }
x

// OFFICER: { children(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { timeline { causes { party { ... on Person { id } } } } } } }
x
