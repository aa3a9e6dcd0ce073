"""Records fetched from the services that have them, by identifier; off unless the operator switches it on.

The hosts are those that the settings name. What is pasted chooses among them and fills in an identifier; it never
becomes an address that is asked.
"""

from papers.fetching.errors import FetchError
from papers.fetching.fetch import Fetched, fetch, fetch_one, require_fetching
from papers.fetching.wanted import Wanted, understood

__all__ = ["FetchError", "Fetched", "Wanted", "fetch", "fetch_one", "require_fetching", "understood"]
