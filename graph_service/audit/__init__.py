"""Who has seen what of whom: a log that nobody can change unnoticed."""
