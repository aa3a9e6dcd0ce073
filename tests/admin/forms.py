"""Admin forms as a browser has them: what it would send, what it shows."""

from html.parser import HTMLParser

IGNORED = {"submit", "button", "reset", "file", "image"}


class _Form(HTMLParser):
    """Collects what the page's form would send, like a browser without JavaScript."""

    def __init__(self):
        super().__init__()
        self.data = {}
        self.inside = False
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = (attrs.get("id") or "").endswith("_form")
        elif not self.inside:
            return
        elif tag == "input":
            self._take_input(attrs)
        elif tag == "select":
            self.select = attrs
        elif tag == "option" and self.select and "selected" in attrs:
            self._take_option(attrs["value"])
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.data[self.textarea] = ""

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            self.data[self.textarea] = self.data[self.textarea].lstrip("\r\n")
            self.textarea = None
        elif tag == "select" and self.select:
            if "multiple" not in self.select:
                self.data.setdefault(self.select["name"], "")
            self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.data[self.textarea] += data

    def _take_input(self, attrs):
        kind = attrs.get("type", "text")
        if kind in IGNORED or "name" not in attrs or "disabled" in attrs:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in attrs:
                self.data[attrs["name"]] = attrs.get("value", "on")
        else:
            self.data[attrs["name"]] = attrs.get("value", "")

    def _take_option(self, value):
        if "multiple" in self.select:
            self.data.setdefault(self.select["name"], []).append(value)
        else:
            self.data[self.select["name"]] = value


def filled(response) -> dict:
    """Return what a browser would send if the editor saved the form on the page as it stands."""
    parser = _Form()
    parser.feed(response.content.decode())
    return parser.data


def with_row(data: dict, prefix: str, **fields) -> dict:
    """Return the form's data with another row in the table `prefix`, as the page's script adds it."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    template = f"{prefix}-__prefix__-"
    empty = {name.removeprefix(template): value for name, value in data.items() if name.startswith(template)}
    row = {f"{prefix}-{number}-{name}": value for name, value in (empty | fields).items()}
    return data | {f"{prefix}-TOTAL_FORMS": str(number + 1)} | row


def errors(response) -> list[str]:
    """Return the sentences of refusal on a form that was sent, of its fields and then of its rows."""
    assert response.status_code == 200
    found = list(response.context["adminform"].form.errors.values())
    for inline in response.context["inline_admin_formsets"]:
        found += [messages for row in inline.formset.errors for messages in row.values()]
        found.append(inline.formset.non_form_errors())
    return [str(message) for messages in found for message in messages]


def messages(response) -> list[str]:
    """Return the messages at the top of the page."""
    return [str(message) for message in response.context["messages"]]


def carried_out(browser, address: str, sent: dict, **options):
    """Return the answer to an action on many papers whose preview the editor agrees to."""
    page = browser.post(address, sent)
    if page.status_code != 200 or "digest" not in (page.context or {}):
        return page
    return browser.post(address, sent | {"digest": page.context["digest"], "apply": "1"}, **options)
