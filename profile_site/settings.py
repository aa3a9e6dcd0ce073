"""One settings file: it runs as it is after a clone and is switched by the environment.

docs/operating.md has the table of all variables, and a test compares it with what is read here. A value that cannot be
used raises ImproperlyConfigured with a sentence that says what to do.
"""

import os
import re
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import django
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from profile_site.logs import logging_settings, without_people

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
OIDC_VARIABLES = [
    *("OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET", "OIDC_OP_AUTHORIZATION_ENDPOINT", "OIDC_OP_TOKEN_ENDPOINT"),
    *("OIDC_OP_USER_ENDPOINT", "OIDC_OP_JWKS_ENDPOINT"),
]
BASE_DIR = Path(__file__).resolve().parent.parent


# Reading the environment


def flag(name: str, default: bool = False) -> bool:
    """Return the yes-or-no variable `name`; raise ImproperlyConfigured for any other word."""
    text = os.environ.get(name, "").strip().lower()
    if text == "":
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={os.environ[name]} is neither yes nor no: set it to 1 or 0.")


def data_folder() -> Path:
    """Return DATA_DIR (default var/); one that was missing is made for its owner alone, since sessions lie in it."""
    folder = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR={folder} cannot be created ({error.strerror}): name another.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"DATA_DIR={folder} cannot be written: change its owner or name another.")
    return folder


def secret_key(folder: Path) -> str:
    """Return SECRET_KEY, or the key in `folder`/secret_key, made once and readable by its owner alone."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    file = folder / "secret_key"
    try:
        if not file.exists():
            make_secret_key(file)
        return file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{error.filename} cannot be used ({error.strerror}): change its owner, or set SECRET_KEY."
        ) from error


def make_secret_key(file: Path) -> None:
    """Write a new key to `file`, whole or not at all, unless another process is quicker."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(0o600)
    draft.write_text(get_random_secret_key())
    with suppress(FileExistsError):
        file.hardlink_to(draft)
    draft.unlink()


def database(folder: Path) -> dict:
    """Return the DATABASES entry for DATABASE_URL (default: SQLite in `folder`)."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(folder / 'db.sqlite3'))}"
    forms = "give sqlite:////path/to/file or postgres://user@host:5432/name"
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL starts with “{scheme}”: {forms}.")
    try:
        config = environ.Env.db_url_config(url)
    except ValueError as error:
        escapes = "with / @ : in a password written as %2F %40 %3A"
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {forms}, {escapes}.") from error
    if scheme == "sqlite":
        # A relative path would be another file for every folder that a command is started in.
        if not url.startswith("sqlite:////"):
            raise ImproperlyConfigured(f"DATABASE_URL does not give the whole path of the file: {forms}.")
        # A connection that stays open keeps what SQLite needs beside the file, and could not make on a full disk.
        config["CONN_MAX_AGE"] = None
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return config
    if not config["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database: {forms}.")
    if unknown := sorted(config.get("OPTIONS", {}).keys() - connection_options()):
        raise ImproperlyConfigured(f"DATABASE_URL has an option that PostgreSQL lacks, “{unknown[0]}”: leave it out.")
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    limits = {"connect_timeout": 5, "options": "-c lock_timeout=10s -c statement_timeout=120s"}
    config["OPTIONS"] = limits | config.get("OPTIONS", {})
    return config


def connection_options() -> set[str]:
    """Return the names of the options that PostgreSQL's client library knows."""
    from psycopg.pq import Conninfo  # not needed on SQLite

    return {option.keyword.decode() for option in Conninfo.get_defaults()}


def public_origin() -> str:
    """Return PUBLIC_URL as https, host and port, "" where it is not set; raise ImproperlyConfigured for any other."""
    text = os.environ.get("PUBLIC_URL", "")
    url = text.lower().rstrip("/")
    if url and not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?", url):
        raise ImproperlyConfigured(
            f"PUBLIC_URL={text} must be https:// and a host, such as https://papers.example.org."
        )
    return url


def mail_server() -> dict | None:
    """Return EMAIL_URL as the options of Django's SMTP backend, None where it is not set."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or MAIL_PORTS.get(parts.scheme)
    except ValueError:
        port = None
    if not (port and parts.hostname):
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read: give smtp+tls://user:password@host:587, smtp+ssl:// or smtp://, with / @ : in a "
            "password written as %2F %40 %3A."
        )
    return {
        "host": parts.hostname,
        "port": port,
        "timeout": 10,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtp+ssl",
    }


def single_sign_on() -> dict:
    """Return OIDC_VARIABLES with their values, nothing where none is set; raise ImproperlyConfigured for a part."""
    given = {name: os.environ.get(name, "") for name in OIDC_VARIABLES}
    if missing := [name for name, value in given.items() if not value]:
        if len(missing) == len(given):
            return {}
        raise ImproperlyConfigured(f"{missing[0]} is not set: single sign-on needs {', '.join(OIDC_VARIABLES)}.")
    for name, value in given.items():
        if name.endswith("_ENDPOINT") and not value.startswith(("https://", "http://127.0.0.1:")):
            raise ImproperlyConfigured(f"{name}={value} must begin with https://.")
    return given


def refuse_missing_extra(variable: str, package: str, extra: str) -> None:
    """Raise ImproperlyConfigured where an extra is asked for that is not installed."""
    if not find_spec(package):
        raise ImproperlyConfigured(f"{variable} is set, but the extra “{extra}” is not installed: start with make run.")


def log_format() -> str:
    """Return LOG_FORMAT, "json" or "text"; by default json on a public site."""
    text = os.environ.get("LOG_FORMAT") or ("json" if PRODUCTION else "text")
    if text not in {"json", "text"}:
        raise ImproperlyConfigured(f"LOG_FORMAT={text} is not known: set it to json or text.")
    return text


def error_mail_addresses() -> list:
    """Return ADMINS, addresses with commas between them, as Django's version wants them."""
    text = os.environ.get("ADMINS", "")
    addresses = [address.strip() for address in text.split(",") if address.strip()]
    if not all(re.fullmatch(r"[^@\s]+@[^@\s]+", address) for address in addresses):
        raise ImproperlyConfigured(f"ADMINS={text} must be mail addresses with commas between them.")
    if addresses and not os.environ.get("EMAIL_URL"):
        raise ImproperlyConfigured("ADMINS is set, but EMAIL_URL is not: name the server that sends the mail.")
    return addresses if django.VERSION >= (6, 0) else [(address, address) for address in addresses]


def report_to_sentry(dsn: str) -> None:
    """Send errors, and nothing else, to Sentry, without anything that tells who the visitor was.

    What its option send_default_pii would add is off unless it is given, and giving it is deprecated.
    """
    import sentry_sdk  # an extra

    try:
        sentry_sdk.init(
            dsn=dsn,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            traces_sample_rate=None,
            auto_session_tracking=False,
            before_send=without_people,
        )
    except ValueError as error:  # the address of a project has a key in it, which the sentence must not show
        raise ImproperlyConfigured("SENTRY_DSN is not the address of a Sentry project: copy it from there.") from error


def refuse_unsafe_production() -> None:
    """Raise ImproperlyConfigured where a public site would run with laptop settings."""
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows the site's inside to visitors: unset it where PUBLIC_URL is set.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters: unset it, and one is made in DATA_DIR.")


DEBUG = flag("DEBUG")
DATA_DIR = data_folder()
SECRET_KEY = secret_key(DATA_DIR)
PUBLIC_URL = public_origin()
PRODUCTION = bool(PUBLIC_URL)
if PRODUCTION:
    refuse_unsafe_production()

# Application

INSTALLED_APPS = [
    "papers",
    "profile_site.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "axes",
    "reversion",
]

if django.VERSION >= (6, 0):
    POLICY_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
else:
    POLICY_MIDDLEWARE = "csp.middleware.CSPMiddleware"

MIDDLEWARE = [
    "profile_site.logs.under_an_id",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "profile_site.headers.closed_by_default",
    POLICY_MIDDLEWARE,
    # Inside all that sets headers, so that its refusal of another host has them.
    "profile_site.origin.at_public_address",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What is sent while it is written passes through none below as it is: only here is it seen to its end.
    "profile_site.gates.few_at_once",
    # The conditional answer sits inside the compression: compressed pages would never match their ETag.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "papers.one_time_passwords.ask_for_new_password",
    "profile_site.refusals.refuse_what_no_page_takes",
    "axes.middleware.AxesMiddleware",
    "papers.scheduling.publishes_due_drafts",
]

ROOT_URLCONF = "profile_site.urls"
WSGI_APPLICATION = "profile_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "papers.context.site",
            ],
        },
    },
]

DATABASES = {"default": database(DATA_DIR)}
# In each process: what was worked out from the content, for as long as the content is the same (papers.keeping).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Logs, and what becomes of errors

LOGGING = logging_settings(as_json=log_format() == "json")
ADMINS = error_mail_addresses()
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
if SENTRY_DSN:
    refuse_missing_extra("SENTRY_DSN", "sentry_sdk", "sentry")
    report_to_sentry(SENTRY_DSN)

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# Static files and uploads

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a paper with 450 authors sends over 3,000 fields

# Fetching records: the only addresses that the site asks, and only where FETCH is on

FETCH = flag("FETCH")
FETCH_SERVICES = {
    "crossref": "https://api.crossref.org",
    "arxiv": "https://export.arxiv.org",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov",
    "orcid": "https://pub.orcid.org",
    "openalex": "https://api.openalex.org",
}
FETCH_CONNECT_SECONDS = 5
FETCH_SECONDS = 30  # for all that one paste asks for
FETCH_BYTES = 20_000_000
FETCH_UNGUARDED = False  # the tests ask a server on this machine, without TLS
OPENALEX_KEY = os.environ.get("OPENALEX_KEY", "")

# Sign-in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses before the next one compares a password
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "papers.sign_in.SignInAttempts"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that the page names is the time it takes
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "papers.sign_in.attempted_name"
AXES_CLIENT_IP_CALLABLE = "papers.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "papers.sign_in.refusal"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "papers.one_time_passwords.NotThePresentPassword"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_ENGINE = "profile_site.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Extras for signing in, each off until the environment asks for it

TWO_FACTOR = flag("TWO_FACTOR")
if TWO_FACTOR:
    refuse_missing_extra("TWO_FACTOR", "django_otp", "two-factor")
    INSTALLED_APPS += ["django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"]
    place = MIDDLEWARE.index("papers.one_time_passwords.ask_for_new_password")
    MIDDLEWARE[place:place] = ["django_otp.middleware.OTPMiddleware", "papers.second_factor.ask_for_second_factor"]

SINGLE_SIGN_ON = bool(single_sign_on())
if SINGLE_SIGN_ON:
    refuse_missing_extra("OIDC_RP_CLIENT_ID", "mozilla_django_oidc", "single-sign-on")
    INSTALLED_APPS += ["mozilla_django_oidc"]
    AUTHENTICATION_BACKENDS += ["papers.single_sign_on.ProviderBackend"]
    globals().update(single_sign_on())
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid email profile"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "admin:single_sign_on_callback"

# Mail: invitations, the recovery of passwords, errors

MAIL = mail_server()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    os.environ.get("MAIL_FROM") or f"noreply@{urlsplit(PUBLIC_URL).hostname or 'localhost'}"
)
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": MAIL or {}}}
elif MAIL:
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL["host"], MAIL["port"], MAIL["timeout"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["username"], MAIL["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL["use_tls"], MAIL["use_ssl"]

# Safety in the browser

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": SECURE_CSP}  # the same policy for django-csp, used on Django 5.2

if PRODUCTION:
    ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname]
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = urlsplit(PUBLIC_URL).netloc
    SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz)$"]  # a load balancer asks without TLS, and follows nowhere
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    # Subdomains and preload bind a whole domain, not only this site: they are the owner's choice.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_TLS_PROXY = flag("BEHIND_TLS_PROXY")
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
