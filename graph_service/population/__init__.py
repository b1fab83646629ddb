"""A synthetic county as feed files: invented people and places, rates from published statistics, dirt on purpose."""

from graph_service.population.generation import AS_OF, Progress, Report, generate
from graph_service.population.later import FOLDER as LATER

__all__ = ["AS_OF", "LATER", "Progress", "Report", "generate"]
