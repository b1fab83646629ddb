// OFFICER: { viewer { purposes } }
RETURN [($purposes)] AS answer
