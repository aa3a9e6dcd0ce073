"""Records of the same person, institution or venue made one, and taken apart again."""

from papers.merge.ledger import NotMergedError, merge, plan_merge, take_back
from papers.merge.plan import summary_of
from papers.merge.steps import NotUndoneError

__all__ = ["NotMergedError", "NotUndoneError", "merge", "plan_merge", "summary_of", "take_back"]
