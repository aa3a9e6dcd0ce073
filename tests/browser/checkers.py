"""Two independent judges of a page: axe-core for people who cannot see it, html-validate for what it is written in."""

import json
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from scripts.running_site import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
NODE = ROOT / ".venv" / "bin" / "node"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA on the page as shown, a line for each element."""
    page.wait_for_load_state()  # a page that was just sent for may be there in part
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG_22_AA)
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def html_errors(pages: dict[str, str], folder: Path) -> list[str]:
    """Return what html-validate finds in `pages` (name to HTML), a line for each; the files are written to `folder`."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    command = [NODE, HTML_VALIDATE, f"--config={ROOT / '.htmlvalidate.json'}", "--formatter=json", folder]
    # Into a file: a pipe would lose the end of a long report.
    with (folder / "report.json").open("w") as report:
        done = subprocess.run(command, stdout=report, stderr=subprocess.PIPE, text=True, timeout=120)
    if done.stderr:
        raise ChildProcessError(done.stderr)
    return [
        f"{Path(report['filePath']).name}:{message['line']}: {message['ruleId']}: {message['message']}"
        for report in json.loads((folder / "report.json").read_text())
        for message in report["messages"]
    ]
