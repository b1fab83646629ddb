"""Support networks: who is tied to whom, how people reach each other, and what hangs on whom."""
