"""Markup that somebody stored runs nothing in a browser, and no page asks another site for anything."""

import json
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

PAYLOAD = "\"'><img src=x onerror=alert(1)></script></title><script>alert(1)</script><fz9>"
LINK = "[a](javascript:alert(1)) <img src=https://elsewhere.example/a.png> ![b](https://elsewhere.example/b.png)"


@pytest.fixture(scope="module")
def stored(site, tmp_path_factory) -> int:
    """A paper and a person whose every text is markup; the paper's primary key."""
    file = tmp_path_factory.mktemp("payloads") / "works.jsonl"
    texts = dict.fromkeys(("title", "abstract", "volume", "publisher"), PAYLOAD)
    entry = texts | {"venue": PAYLOAD, "authors": [{"name": PAYLOAD}], "keywords": [PAYLOAD], "type": "article"}
    file.write_text(json.dumps(entry))
    site.manage("import_papers", str(file))
    code = (
        "from papers.models import *; p = Paper.objects.get(title__contains='fz9'); p.slug = 'payload'; p.save(); "
        "a = p.authors.get(); a.slug = 'payload-person'; a.bio = a.note = __import__('sys').stdin.readline()[:200]; "
        f"a.bio += {LINK!r}; a.save(); Paper.objects.filter(pk=p.pk).publish(); "
        f"Page(title={PAYLOAD!r}, slug='payload-page', body={PAYLOAD + LINK!r}).save(); print(p.pk)"
    ).replace("__import__('sys').stdin.readline()[:200]", repr(PAYLOAD))
    return int(site.manage("shell", "-v0", "-c", code))


PUBLIC = ["/papers/payload/", "/authors/payload-person/", "/payload-page/", "/papers/?q=fz9", "/search/?q=fz9"]
ADMIN = ["/admin/papers/paper/{}/change/", "/admin/papers/paper/{}/history/", "/admin/papers/paper/{}/preview/"]
ADMIN += ["/admin/papers/paper/?q=fz9", "/admin/papers/author/?q=fz9"]


@pytest.mark.parametrize("path", [*PUBLIC, *ADMIN])
def test_stored_markup_runs_nothing_and_asks_nobody(stored, site, visit, signed_in, path):
    state = {"storage_state": signed_in} if path in ADMIN else {}
    visited = visit(path.format(stored), **state)
    visited.page.wait_for_load_state("networkidle")
    assert visited.messages == []
    assert visited.page.locator("fz9, img[onerror]").count() == 0
    assert {urlsplit(address).netloc for address in visited.addresses} == {urlsplit(site.address).netloc}
    assert "fz9" in visited.page.content()
