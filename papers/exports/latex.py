"""Text made fit for a BibTeX field: the characters that LaTeX reads as commands escaped, formulas and commands kept.

Letters stay UTF-8: biber and LaTeX since 2018 read it, classic BibTeX passes it through, and a name such as Lukošiūtė
can still be read and searched for in the file.
"""

import re

ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
# As pandoc tells a formula from an amount of money: no space inside the dollar signs, no digit after them.
FORMULA = r"(?<!\\)\$(?! )[^$]*?[^$\s\\]\$(?!\d)"
COMMAND = r"\\(?:[A-Za-z]+|[^A-Za-z0-9\s])"
INNER_CAPITAL = re.compile(r"[^\W_][A-Z]|[A-Z][0-9]")
OPENING = "(\"'“‘«"
CLOSING = ")\"'”’»:;,.?!"
KEPT_OR_SPECIAL = re.compile(rf"(?P<kept>{FORMULA}|{COMMAND})|(?P<special>[&%_#$~^\\])")


def escape(text: str) -> str:
    """Return a text as LaTeX for a field in braces, on one line; braces that do not pair up are left out."""
    line = " ".join(text.split())
    if not is_balanced(line):
        line = re.sub(r"\\?([{}])", "", line)
    return KEPT_OR_SPECIAL.sub(lambda match: match["kept"] or ESCAPES[match["special"]], line)


def as_kept(source: str) -> str:
    """Return LaTeX that a bibliography had, on one line; an address stays as it is.

    Elsewhere a bare & % or #, which LaTeX could not read and so no bibliography in BibTeX had, is escaped.
    """
    text = source if is_balanced(source) else re.sub(r"\\?([{}])", "", source)
    line = " ".join(text.split())
    return line if "://" in line else re.sub(r"(?<!\\)[&%#]", lambda match: ESCAPES[match[0]], line)


def is_balanced(text: str) -> bool:
    """Whether braces pair up as BibTeX counts them, which heeds no backslash."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def protect_capitals(title: str) -> str:
    """Return an escaped English title with braces around the words that a style must not put in lower case.

    These are words with a capital past their first letter (GPT-3, iPhone) and, in a title written like a sentence,
    capitalised words except where a title or subtitle begins. In a Title Like This names cannot be told apart.
    """
    words = title.split(" ")
    inner = {place for place in range(1, len(words)) if not words[place - 1].endswith((":", ".", "?", "!"))}
    long_words = [word for place, word in enumerate(words) if place in inner and len(word) > 3]
    is_sentence = 2 * sum(word[0].isupper() for word in long_words) < len(long_words)
    return " ".join(
        _in_braces(word)
        if _has_inner_capital(word) or (is_sentence and place in inner and word[:1].isupper())
        else word
        for place, word in enumerate(words)
    )


def _has_inner_capital(word: str) -> bool:
    """Whether a capital stands elsewhere than where a part of the word begins: in GPT-3, not in Few-Shot."""
    return INNER_CAPITAL.search(word) is not None


def _in_braces(word: str) -> str:
    """Return the word in braces, punctuation around it left outside; a formula or command as it is."""
    if any(mark in word for mark in "{}$\\"):
        return word
    start = len(word) - len(word.lstrip(OPENING))
    end = len(word.rstrip(CLOSING))
    return f"{word[:start]}{{{word[start:end]}}}{word[end:]}"
