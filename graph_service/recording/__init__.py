"""What officers record: the same road as a row of a feed, one fact at a time, with the grades that it changes."""
