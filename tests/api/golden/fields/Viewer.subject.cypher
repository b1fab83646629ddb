// OFFICER: { viewer { subject } }
RETURN [($subject)] AS answer

// OFFICER: { viewer(knownAt: "2026-03-01T00:00:00Z") { subject } }
RETURN [($subject)] AS answer
