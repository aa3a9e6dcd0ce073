"""The site as `dumpdata` writes it, and merges as an editor makes them."""

import json

from django.core.management import call_command

from papers.merge import merge, plan_merge
from papers.models import MergeRecord


def dump(capsys) -> list[dict]:
    """Return all rows but those of the ledger, as a fixture would hold them."""
    capsys.readouterr()
    call_command("dumpdata", "papers", "--exclude", "papers.mergerecord")
    return json.loads(capsys.readouterr().out)


def merged(*records, **answers) -> MergeRecord:
    """Merge the records as an editor does who looks at the preview and agrees."""
    given = {name.replace("_", "-", 1): str(answer) for name, answer in answers.items()}
    keys = [record.pk for record in records]
    plan = plan_merge(type(records[0]), keys, given)
    return merge(type(records[0]), keys, given, plan.digest, None)
