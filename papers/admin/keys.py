"""What the primary key of a record can be."""

LONGEST_KEY = 18  # digits that fit the databases' largest integer


def is_key(text: str) -> bool:
    """Return whether `text` can be the primary key of a record."""
    return text.isdecimal() and len(text) <= LONGEST_KEY
