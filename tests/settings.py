"""The settings that the tests run with: a scratch data folder, and of the caller's shell only DATABASE_URL."""

import os
import tempfile

for name in (
    *("ADMINS", "BEHIND_TLS_PROXY", "DEBUG", "EMAIL_URL", "FETCH", "HSTS_PRELOAD", "HSTS_SUBDOMAINS"),
    *("LOG_FORMAT", "MAIL_FROM", "OPENALEX_KEY", "PUBLIC_URL", "SECRET_KEY", "SENTRY_DSN", "TWO_FACTOR"),
    *(name for name in os.environ if name.startswith("OIDC_")),
):
    os.environ.pop(name, None)
SCRATCH = tempfile.TemporaryDirectory(prefix="profile_site-tests-")  # emptied when the interpreter ends
os.environ["DATA_DIR"] = SCRATCH.name

from profile_site.settings import *  # noqa: E402, F403 - read once the environment is set

# Pages in these tests name static files without first gathering them; tests/browser serves the gathered ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns of a folder that is not there

# The extras are there, so that their tables are, and neither is in use but in its own tests.
INSTALLED_APPS += [  # noqa: F405
    *("django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static", "mozilla_django_oidc"),
]
for name in OIDC_VARIABLES:  # noqa: F405
    globals()[name] = f"http://127.0.0.1:9/{name.lower()}" if name.endswith("ENDPOINT") else name.lower()
