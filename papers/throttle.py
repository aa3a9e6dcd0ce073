"""A limit on how often something may be asked for."""

from hashlib import sha256

from django.core.cache import cache


def is_within(times: int, seconds: int, purpose: str, who: str) -> bool:
    """Return whether `who` asks at most `times` in `seconds` for what `purpose` names; asking counts."""
    key = f"throttle:{purpose}:{sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= times
    except ValueError:  # it ran out between the two
        return True
