"""Text made fit for a BibTeX field: the characters that LaTeX reads as commands escaped, formulas kept.

A title is no program: whoever sets a bibliography of this site reads no file and runs nothing by it.

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
# What TeX would do, and not only set: read and write files, run programs, give commands another meaning.
HARMFUL_COMMANDS = frozenset(
    "batchmode begin begingroup bye catcode closein closeout csname def directlua dump edef end endcsname "
    "endinput errmessage errorstopmode expandafter futurelet gdef global IfFileExists immediate InputIfFileExists "
    "jobname latelua lccode let loop lstinputlisting luaexec message newcommand newread newwrite noexpand "
    "nonstopmode openin openout output primitive providecommand read readline renewcommand repeat scantokens "
    "scrollmode ShellEscape shipout special string the toks typeout uccode usepackage verbatiminput VerbatimInput "
    "write xdef".split()
)
HARMFUL_BEGINNINGS = ("DeclareRobust", "every", "include", "input", "minted", "pdf", "XeTeX")
HARMLESS_ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\{(?:[pbvVB]?matrix|smallmatrix|array|cases|aligned|gathered|split)\}"
)
ENVIRONMENT_OR_COMMAND = re.compile(
    rf"(?P<harmless>{HARMLESS_ENVIRONMENT.pattern})|\\(?P<command>[A-Za-z@]+)|(?P<code>\^\^)"
)
COMMENT = re.compile(r"(?<!\\)%")
INNER_CAPITAL = re.compile(r"[^\W_][A-Z]|[A-Z][0-9]")
OPENING = "(\"'“‘«"
CLOSING = ")\"'”’»:;,.?!"
FORMULA_OR_SPECIAL = re.compile(rf"(?P<formula>{FORMULA})|(?P<special>[&%_#$~^\\])")
SPECIAL = re.compile(r"[&%_#$~^\\]")


def escape(text: str) -> str:
    """Return a text as LaTeX for a field in braces, on one line; braces that do not pair up are left out.

    A formula stays as it is unless it holds a command that does more than set it.
    """
    line = " ".join(text.split())
    if not is_balanced(line):
        line = re.sub(r"\\?([{}])", "", line)
    return FORMULA_OR_SPECIAL.sub(_escaped, line)


def _escaped(match: re.Match) -> str:
    formula = match["formula"]
    if formula and harmless(formula) == formula and not COMMENT.search(formula):
        return formula
    return SPECIAL.sub(lambda special: ESCAPES[special[0]], match[0])


def as_kept(source: str) -> str:
    """Return LaTeX that a bibliography had, on one line and harmless; an address stays as it is.

    Elsewhere a bare & % or #, which LaTeX could not read and so no bibliography in BibTeX had, is escaped.
    """
    text = source if is_balanced(source) else re.sub(r"\\?([{}])", "", source)
    line = harmless(" ".join(text.split()))
    return line if "://" in line else re.sub(r"(?<!\\)[&%#]", lambda match: ESCAPES[match[0]], line)


def harmless(source: str) -> str:
    """Return LaTeX with the names of those commands in the place of them that do more than set a text."""

    def instead(match: re.Match) -> str:
        command = match["command"]
        if match["code"]:
            return ESCAPES["^"] * 2
        if command and is_harmful(command):
            return ESCAPES["\\"] + command
        return match[0]

    return ENVIRONMENT_OR_COMMAND.sub(instead, source)


def is_harmful(command: str) -> bool:
    """Whether a command does more than set a text; an environment might."""
    return command in HARMFUL_COMMANDS or "@" in command or command.startswith(HARMFUL_BEGINNINGS)


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
