// OFFICER: { viewer { purpose } }
RETURN [($purpose)] AS answer
