"""A graph-based family and guardianship network service.

It joins the records of ten departments into one Neo4j graph and answers, with evidence and the article of law:
who looks after this child today, who will tomorrow, who could?
"""

__version__ = "0.1.0"
