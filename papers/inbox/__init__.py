"""New works of a person, as services that know the ORCID iD list them, for an editor to take or dismiss.

A work is new where the plan of an import says so and it was never in the inbox before. Nothing here reaches a page.
"""

from papers.inbox.offering import Found, dismiss
from papers.inbox.refreshing import refresh

__all__ = ["Found", "dismiss", "refresh"]
