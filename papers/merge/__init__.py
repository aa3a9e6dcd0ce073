"""Records of the same person, institution or venue made one, and taken apart again."""

from papers.merge.ledger import STALE, NotMergedError, merge, plan_merge, take_back
from papers.merge.plan import summary_of
from papers.merge.split import Split, plan_split, split
from papers.merge.steps import NotUndoneError
from papers.merge.suggestions import Suggestion, suggest

__all__ = [
    "STALE",
    "NotMergedError",
    "NotUndoneError",
    "Split",
    "Suggestion",
    "merge",
    "plan_merge",
    "plan_split",
    "split",
    "suggest",
    "summary_of",
    "take_back",
]
