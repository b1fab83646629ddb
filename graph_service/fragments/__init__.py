"""Fragments of Cypher, and the one guard that adds visibility and both times to their patterns."""
