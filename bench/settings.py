"""The site's settings, with the contestants' addresses beside its own: one server and one middleware for all."""

from profile_site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
