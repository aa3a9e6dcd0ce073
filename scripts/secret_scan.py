"""Look for secrets in every line that any commit ever added, and in what is not committed yet.

Keys whose issuers gave them a form that nothing else has are known by it, whatever they open, and so are passwords in
addresses. Ends with 1 where there is one, and names the commit, the file and the kind, never the secret itself.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

KINDS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "AWS key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})",
    "GitLab token": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T\w+/B\w+/\w+",
    "Google key": r"\bAIza[A-Za-z0-9_-]{35}",
    "Stripe key": r"\b[rs]k_live_[A-Za-z0-9]{16,}",
    "key of a language model": r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}",
    "npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "PyPI token": r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}",
    "SendGrid key": r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
    "signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "Django's key": r"\bSECRET_KEY\s*=\s*[\"'][^\"'{}]{40,}[\"']",
    "password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>{}$]+:(?!p%40ss|secret|password)[^\s/:@\"'<>{}$]+@",
}
SECRET = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(KINDS.values())))
COMMIT, FILE = "commit ", "+++ b/"


def kind_of(line: str) -> str:
    """Return what kind of secret a line holds, "" where it holds none."""
    found = SECRET.search(line)
    return list(KINDS)[int(found.lastgroup[1:])] if found else ""


def secrets_in(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield commit, file and kind of each secret in lines as `git log --patch` writes them."""
    commit, file = "not committed yet", ""
    for line in lines:
        if line.startswith(COMMIT):
            commit = line.split()[1][:12]
        elif line.startswith(FILE):
            file = line.removeprefix(FILE).strip()
        elif line.startswith("+") and (kind := kind_of(line)):
            yield commit, file, kind


def patches(folder: Path) -> Iterator[str]:
    """Yield the lines of what is not committed, and of every commit's patch."""
    options = ["--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames"]
    for command in (["diff", "HEAD", *options], ["log", "--all", "--diff-merges=first-parent", *options]):
        process = subprocess.Popen(["git", "-C", folder, *command], stdout=subprocess.PIPE)
        with process.stdout as output:
            yield from (line.decode(errors="replace") for line in output)
        if process.wait():
            raise ChildProcessError(f"git {command[0]} ended with {process.returncode}")


def main(folder: str = ".") -> int:
    """Name each secret in the history of a repository, and return 1 where there is one."""
    found = sorted(set(secrets_in(patches(Path(folder)))))
    for commit, file, kind in found:
        print(f"{commit} {file}: {kind}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
