"""Python's types of the schema's scalars, under names that no field has."""

from datetime import date, datetime

Day = date
"""`Date`: a day."""

Moment = datetime
"""`DateTime`: a moment, with its zone."""
