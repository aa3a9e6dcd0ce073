"""Sessions in the database, under keys that carry a mark of this site: a key that was made up is known by itself.

So a flood of forged cookies costs no query, and takes no editor's place at a gate.
"""

from django.contrib.sessions.backends import db
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
RANDOM, MARK = 24, 16  # characters, as many together as a key may have


def marked(text: str) -> str:
    """Return the key that is `text` with the site's mark."""
    return text + salted_hmac("profile_site.sessions", text, algorithm="sha256").hexdigest()[:MARK]


def is_from_here(key: str) -> bool:
    """Whether the site gave out a key; the session may have ended since."""
    return len(key) == RANDOM + MARK and constant_time_compare(marked(key[:RANDOM]), key)


class SessionStore(db.SessionStore):
    """A session; one with a made-up key is empty."""

    def _get_new_session_key(self):
        while True:
            key = marked(get_random_string(RANDOM, ALPHABET))
            if not self.exists(key):
                return key

    def _validate_session_key(self, key):
        return bool(key) and is_from_here(key)
