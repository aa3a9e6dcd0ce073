"""What may be wrong with a site that runs, and how to mend it: for `manage.py doctor` and for /readyz."""

from papers.health.examining import CHECKS, Examined, examine
from papers.health.problems import Check, Problem

__all__ = ["CHECKS", "Check", "Examined", "Problem", "examine"]
