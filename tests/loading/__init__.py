"""Fixture files for these tests: a small profile, and ways to change it."""

import copy
import json
from pathlib import Path

from papers.loading import Report, load

PAPER = "sketch-of-the-analytical-engine"
ENGINE = {
    "papers.venue": [{"name": "Scientific Memoirs", "short_name": "SM", "kind": "journal"}],
    "papers.institution": [{"slug": "london", "name": "University of London"}],
    "papers.author": [
        {"slug": "ada", "display_name": "Ada Lovelace", "is_profile": True, "orcid": "0000-0002-1825-0097"},
        {"slug": "charles", "display_name": "Charles Babbage"},
        {"slug": "luigi", "display_name": "Luigi Menabrea"},
    ],
    "papers.paper": [
        {
            "slug": PAPER,
            "title": "Sketch of the Analytical Engine",
            "abstract": "It weaves algebraical patterns.\nThat is all.",
            "status": "published",
            "posted": "1843-09",
            "venue": ["Scientific Memoirs"],
            "primary_category": ["cs.PL"],
            "cross_listed": [["cs.DS"], ["cs.AR"]],
        }
    ],
    "papers.authorship": [
        {"paper": [PAPER], "author": ["luigi"], "position": 1, "printed_name": "L. F. Menabrea"},
        {"paper": [PAPER], "author": ["ada"], "position": 2, "printed_name": "A. A. L.", "profile_rank": 10},
    ],
    "papers.paperinstitution": [{"paper": [PAPER], "institution": ["london"], "position": 1}],
    "papers.identifier": [{"paper": [PAPER], "scheme": "doi", "value": "10.1000/sketch"}],
    "papers.link": [{"paper": [PAPER], "kind": "code", "url": "https://example.org/engine"}],
    "papers.authorname": [{"author": ["ada"], "name": "Augusta Ada King"}],
    "papers.profilelink": [{"author": ["ada"], "kind": "github", "url": "https://example.org/ada"}],
    "papers.affiliation": [{"author": ["charles"], "institution": ["london"], "role": "", "start": "1828"}],
    "papers.metric": [
        {"author": ["ada"], "kind": "h_index", "value": "1.00", "source": "as supplied", "received_on": "2026-11-22"}
    ],
    "papers.page": [{"slug": "about", "title": "About", "body": "Notes."}],
    "papers.site": [{"title": "Ada Lovelace"}],
}
RECORDS = sum(map(len, ENGINE.values()))


def engine(**changes: dict) -> dict:
    """Return the small profile with values of the first record of a kind, such as `paper`, changed."""
    profile = copy.deepcopy(ENGINE)
    for name, fields in changes.items():
        profile[f"papers.{name}"][0] |= fields
    return profile


def write(path: Path, profile: dict) -> Path:
    """Write records by model as a fixture, one a line after a first line, and return the path."""
    records = [json.dumps({"model": model, "fields": fields}) for model in profile for fields in profile[model]]
    path.write_text("[\n" + ",\n".join(records) + "\n]\n")
    return path


def load_engine(folder: Path, profile: dict | None = None, **options) -> Report:
    """Load a profile, or the small one as it is, and return the report."""
    return load(write(folder / "engine.json", profile or ENGINE), **options)


def told(report: Report) -> dict:
    """Return what of a report is not nought or empty."""
    return {name: value for name, value in vars(report).items() if value}
