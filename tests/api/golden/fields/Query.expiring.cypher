// AUDITOR: { expiring(within: 30) { totalCount nodes { day grade } } }
x

// AUDITOR: { expiring(within: 30, knownAt: "2026-01-01T00:00:00Z") { totalCount nodes { day grade } } }
x
