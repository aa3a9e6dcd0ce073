"""Every address of the admin, asked by everybody: what matrix.txt says, and what is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse

from papers.history import keep_versions, versions_of
from papers.models import Author, ImportBatch, Paper, Site
from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from scripts.routes import routes
from tests.conftest import ROOT
from tests.factories import (
    FACTORIES,
    AuthorFactory,
    EditorScopeFactory,
    ImportBatchFactory,
    PaperFactory,
    SiteFactory,
    UserFactory,
)

FILE = ROOT / "tests" / "admin" / "matrix.txt"
WHO = ["visitor", VIEWER, EDITOR, "confined", PUBLISHER, ADMINISTRATOR, "superuser"]
SENT = {"post": "yes"}  # what a question "are you sure?" sends; a form lacks everything with it
CODES = {200: "ok", 302: "to", 301: "to", 403: "no", 404: "--", 405: "405"}


# What can be asked for


@dataclass(frozen=True)
class Address:
    """An address of the admin: its name, or its route where it has none, and its route."""

    name: str
    route: str


def addresses() -> list[Address]:
    """Return every address below /admin/, from the resolver."""
    found = [Address(name or route, route) for name, route in routes() if route.startswith("admin/")]
    return sorted(found, key=lambda address: address.name)


# Of what kinds there are several records, each a case of its own; of any other model tests/factories.py makes one.


def several_papers() -> dict[str, object]:
    """Return a published paper, a draft, and a draft of the person whose papers the confined editor changes."""
    own = Author.objects.get(slug="confined")
    return {
        "published": PaperFactory(),
        "draft": PaperFactory(status=Paper.Status.DRAFT),
        "own": PaperFactory(status=Paper.Status.DRAFT, authors=[own]),
    }


CASES = {
    "papers_paper": several_papers,
    "papers_importbatch": lambda: {
        status: ImportBatchFactory(status=status, content=b"") for status in (ImportBatch.Status.PLANNED, "applied")
    },
    "papers_site": lambda: {"": SiteFactory()},
    "auth_user": lambda: {"": UserFactory(), "superuser": UserFactory(is_superuser=True)},
    "auth_group": lambda: {"": Group.objects.get(name=EDITOR)},
}

# What stands in place of the parameters of a route, for an address by name; `object_id` and `id` need no entry.
PARAMETERS = {
    "password_reset_confirm": lambda: {"uidb64": "MQ", "token": "made-up"},
    "app_list": lambda: {"app_label": "papers"},
    "view_on_site": lambda: {
        "content_type_id": ContentType.objects.get_for_model(Paper).pk,
        "object_id": Paper.objects.published().first().pk,
    },
    "admin/(?P<url>.*)$": lambda: {"url": "nowhere"},
}


def questions() -> Iterator[tuple[str, str]]:
    """Yield a name and a path for each case of each address, with records that exist."""
    AuthorFactory(slug="confined", display_name="Ada Lovelace")
    made: dict[str, dict] = {}
    for prefix in CASES:
        made[prefix] = CASES[prefix]()
    for address in addresses():
        parameters = re.findall(r"<(?:\w+:)?(\w+)>", address.route)
        if address.name in PARAMETERS:
            yield address.name, _path(address, PARAMETERS[address.name]())
        elif not parameters:
            yield address.name, f"/{address.route}"
        elif len(parameters) == 1 and parameters[0] in {"object_id", "id"}:
            records = _records(address, made)
            if address.name == address.route:  # Django's former address of a form, which only leads to the present one
                records = {"": next(iter(records.values()))}
            for case, record in records.items():
                yield f"{address.name}:{case}".rstrip(":"), _path(address, {parameters[0]: record.pk})
        elif parameters[-1] == "number":
            for case, record in _records(address, made).items():
                yield f"{address.name}:{case}".rstrip(":"), _path(address, _version_of(address, record))
        else:
            raise LookupError(
                f"Say in PARAMETERS of {__name__} what {', '.join(parameters)} may be in the address “{address.name}”."
            )


def _records(address: Address, made: dict[str, dict]) -> dict[str, object]:
    app, model = address.route.split("/")[1:3]
    prefix = f"{app}_{model}"
    if prefix not in made:
        made[prefix] = {"": FACTORIES[apps.get_model(app, model)]()}
    return made[prefix]


def _version_of(address: Address, record) -> dict:
    """Return what stands for a version of a record, of a deleted one where it can be brought back."""
    is_deleted = address.name.endswith("_recover") and not isinstance(record, Site)
    if is_deleted:
        record = FACTORIES[type(record)]()
    keep_versions(type(record), [record.pk], None, "", always=True)
    number, key = versions_of(type(record), [record.pk])[0].pk, record.pk
    if is_deleted:
        record.delete()
    return {"object_id": key, "number": number}


def _path(address: Address, values: dict) -> str:
    return "/" + re.sub(
        r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>", lambda found: str(values[found[1] or found[2]]), address.route
    ).replace("^", "").rstrip("$")


# Who asks, and what is answered


def browser_of(who: str) -> Client:
    """Return the browser of a visitor, of someone with a role, of an editor with a scope, or of a superuser."""
    client = Client(raise_request_exception=True)
    if who != "visitor":
        user = UserFactory(is_superuser=who == "superuser")
        if who != "superuser":
            user.groups.add(Group.objects.get(name=EDITOR if who == "confined" else who))
        if who == "confined":
            EditorScopeFactory(user=user, author=Author.objects.get(slug="confined"))
        client.force_login(user)
    return client


def ask(client: Client, method: str, path: str):
    """Return the answer to a request, after which everything is as before."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        response = getattr(client, method.lower())(path, **({"data": SENT} if method == "POST" else {}))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def code(response) -> str:
    """Return in two letters what was answered."""
    if response.status_code == 302 and response["Location"].partition("?")[0] == reverse("admin:login"):
        return "in"
    return CODES.get(response.status_code, str(response.status_code))


def answered(client: Client, path: str) -> str:
    """Return what GET and POST get."""
    return said({method: ask(client, method, path) for method in ("GET", "POST")})


def said(answers: dict) -> str:
    """Return what of the answers by method stands in the table."""
    return "/".join(code(answers[method]) for method in ("GET", "POST"))


def oddities(name: str, answers: dict) -> dict[str, str]:
    """Return which methods open what GET does not: HEAD and OPTIONS get what GET gets, or nothing, others nothing."""
    got = "ok" if name == "login" else code(answers["GET"])  # only on GET does Django lead on whoever is signed in
    codes = {method: code(answers[method]) for method in ("HEAD", "PUT", "DELETE", "OPTIONS")}
    allowed = {"HEAD": {got, "405"}, "PUT": {"405"}, "DELETE": {"405"}, "OPTIONS": {got}}
    odd = {method: answer for method, answer in codes.items() if answer not in allowed[method]}
    if answers["OPTIONS"].content == b"":
        odd.pop("OPTIONS", None)
    return odd


# The table


def table() -> dict[str, list[str]]:
    """Return what each asker gets, by name, as matrix.txt says it."""
    rows = (line.split() for line in FILE.read_text().splitlines() if line and not line.startswith("#"))
    return {name: answers for name, *answers in rows}


def line(name: str, answers: list[str]) -> str:
    """Return a line of matrix.txt."""
    cells = (f"{answer:<{max(len(who), 7) + 2}}" for who, answer in zip(WHO, answers, strict=True))
    return f"{name:<49} {''.join(cells)}".rstrip()
