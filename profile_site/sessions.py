"""Sessions in the database, under keys that carry a mark of this site: a key that was made up is known by itself.

So a flood of forged cookies costs no query, and takes no editor's place at a gate. The mark of one who signed in is
another than that of a visitor, who has a session while signing in with an account elsewhere.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
RANDOM, MARK = 24, 16  # characters, as many together as a key may have


def marked(text: str, signed_in: bool) -> str:
    """Return the key that is `text` with the site's mark, one of the two."""
    salt = "profile_site.sessions" if signed_in else "profile_site.sessions.visitor"
    return text + salted_hmac(salt, text, algorithm="sha256").hexdigest()[:MARK]


def is_from_here(key: str) -> bool:
    """Whether the site gave out a key; the session may have ended since."""
    return is_of_one_signed_in(key) or _has_mark(key, signed_in=False)


def is_of_one_signed_in(key: str) -> bool:
    """Whether the site gave out a key to one who signed in; the session may have ended since."""
    return _has_mark(key, signed_in=True)


def _has_mark(key: str, signed_in: bool) -> bool:
    return len(key) == RANDOM + MARK and constant_time_compare(marked(key[:RANDOM], signed_in), key)


class SessionStore(db.SessionStore):
    """A session; one with a made-up key is empty."""

    is_signing_in = False

    def cycle_key(self):
        """Give the session another key, which Django does for one who signs in, a moment before it says who."""
        self.is_signing_in = True
        super().cycle_key()

    def _get_new_session_key(self):
        signed_in = self.is_signing_in or SESSION_KEY in getattr(self, "_session_cache", {})
        while True:
            key = marked(get_random_string(RANDOM, ALPHABET), signed_in)
            if not self.exists(key):
                return key

    def _validate_session_key(self, key):
        return bool(key) and is_from_here(key)
