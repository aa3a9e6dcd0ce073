"""What the site writes down: a line for each request and error, under an id that the visitor is told, and no person.

No address, query string, user name, cookie or user agent is written, and no secret that stands in a path.
"""

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.core import mail

SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECRET_PARTS = ("secret", "token", "uidb64")  # of an address, by the names that urls.py gives them
LONGEST_PATH = 200
SECONDS_BETWEEN_MAILS = 60
# Lines in which PostgreSQL quotes a row.
QUOTED = re.compile(r"^(DETAIL|LINE \d+|CONTEXT):.*\n?", re.MULTILINE)

logger = logging.getLogger(__name__)
current_id: ContextVar[str] = ContextVar("request_id", default="")


def under_an_id(get_response):
    """Return middleware that gives each request an id, tells it in the response, and writes a line.

    The id of a proxy (X-Request-ID) is kept where it is 8 to 64 letters, digits, dots, lines or dashes.
    """

    def middleware(request):
        sent = request.headers.get("X-Request-ID", "")
        request.id = sent if SANE_ID.fullmatch(sent) else secrets.token_hex(16)
        current_id.set(request.id)
        began = time.perf_counter()
        response = get_response(request)
        response.headers["X-Request-ID"] = request.id
        answered = {
            "method": request.method if request.method.isalpha() else "",
            "path": written_path(request),
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000),
        }
        logger.info("request", extra={"answered": answered})
        return response

    return middleware


def written_path(request) -> str:
    """Return the path of a request as it may be written down: without secrets, and not endless."""
    path = request.path
    match = request.resolver_match
    for name in SECRET_PARTS if match else ():
        if value := match.kwargs.get(name):
            path = path.replace(f"/{value}/", "/…/")
    return path[:LONGEST_PATH]


class OfRequest(logging.Filter):
    """Give each record the id of its request, and take secrets out of the path that it names."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, changed."""
        record.request_id = current_id.get() or "-"
        if (request := getattr(record, "request", None)) and isinstance(record.args, tuple):
            path = getattr(request, "path", None)
            record.args = tuple(written_path(request) if argument == path else argument for argument in record.args)
        return True


class Lines(logging.Formatter):
    """Text for a person to read."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; what another formatter made of its traceback is not taken."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, exc_info) -> str:  # noqa: N802 - logging's own name
        """Return the traceback without the rows that a database quotes."""
        return QUOTED.sub("", super().formatException(exc_info))


class JsonLines(Lines):
    """One JSON object a line, for a program to read."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: time in UTC, level, logger, message, request id, and what was answered."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            **getattr(record, "answered", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class ErrorMail(logging.Handler):
    """Mail each error in the code to ADMINS, one a minute at the most; the log has all of them.

    Django's own handler would send what the visitor did with it: address, cookies, form.
    """

    def __init__(self):
        super().__init__(logging.ERROR)
        self.setFormatter(Lines("{message} (request {request_id})", style="{"))
        self.addFilter(OfRequest())
        self.next = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Mail a record that has a traceback; what cannot be mailed is told on the error output."""
        if not record.exc_info or not settings.ADMINS or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + SECONDS_BETWEEN_MAILS
        try:
            mail.mail_admins(record.getMessage()[:LONGEST_PATH], self.format(record))
        except OSError:  # SMTP's errors are among them
            self.handleError(record)


def without_people(event: dict, hint: dict) -> dict:
    """Return an event for Sentry with the id of the request, and without what tells who asked for what."""
    for place in ("user", "server_name", "extra"):  # extra has the words of the command line
        event.pop(place, None)
    event["request"] = {"method": event.get("request", {}).get("method", "")}
    for error in event.get("exception", {}).get("values", []):
        error["value"] = QUOTED.sub("", error.get("value") or "")
    event.setdefault("tags", {})["request_id"] = current_id.get() or "-"
    return event


def logging_settings(as_json: bool) -> dict:
    """Return Django's LOGGING: everything to the error output, each request too where a program reads it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_request": {"()": OfRequest}},
        "formatters": {
            "json": {"()": JsonLines},
            "text": {"()": Lines, "format": "{levelname} {message} (request {request_id})", "style": "{"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["of_request"],
                "formatter": "json" if as_json else "text",
            },
            "mail": {"()": ErrorMail},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "profile_site.logs": {"level": "INFO" if as_json else "WARNING"},
            "django": {"handlers": [], "level": "ERROR"},  # its own handlers are silent, or send too much
            "django.request": {"handlers": ["mail"], "level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody may ask for any host
            "waitress.queue": {"level": "ERROR"},  # below that each request that waits is told
            "axes": {"level": "ERROR"},  # below that it names users and addresses
        },
    }
