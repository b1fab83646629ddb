// OFFICER: mutation { withdrawFact(input: {idempotencyKey: "KEY", type: VISIT, key: "FACT", version: "VERSION", reason: "WHY"}) { errors { message { en } } } }
RETURN [COLLECT {
  UNWIND $outcome.errors AS item1
  RETURN [head(COLLECT {
    UNWIND [item1.message] AS message2
    RETURN [message2.en] AS row })] }] AS answer
