"""LaTeX markup in a field as plain text: accents become letters, commands signs, braces go, formulas stay as written.

The letters and signs of commands come from pylatexenc, which is given one command at a time: it takes 20 milliseconds
for an abstract as a whole, reads "%" as a comment, and leaves out the text of commands such as ``\\texttt``.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

MARKUP = re.compile(r"[\\{}$~`]|--|''")
TOKEN = re.compile(
    r"(?P<formula>\$\$.{1,1000}?\$\$|\$(?:[^$\\]|\\.){1,1000}?\$)"
    r"|(?P<command>\\(?:[A-Za-z@]+\*?|.)?)"
    r"|(?P<quote>\{['`]\})"
    r"|(?P<brace>[{}])"
    r"|(?P<sign>---?|``|''|[!?]`|[~`])",
    re.DOTALL,
)
SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "~": " ", "{'}": "’", "{`}": "‘", "`": "‘"}
QUOTED = re.compile(r"‘([^‘’']{1,300})'(?!\w)")
PLAIN_FORMULA = re.compile(r"\$\s*([<>|])\s*\$")  # how one writes these signs in LaTeX
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
ARGUMENT = re.compile(r"\\(?:[A-Za-z@]+|.)|.", re.DOTALL)
OPTION = re.compile(r"\s*\[[^\[\]]{0,200}\]")
LENGTH = re.compile(r"\s*=?\s*-?[\d.,]+\s*(?:em|ex|pt|mu|in|cm|mm|sp|pc|bp)?\s?")
CHARACTER_CODE = re.compile(
    r"\s*(?:'(?P<octal>[0-7]{1,3})|\"(?P<hexadecimal>[0-9A-F]{1,2})|`\\?(?P<itself>.)|(?P<number>\d{1,3})) ?"
)

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c", "G": "\u030f", "f": "\u0311",
    "d": "\u0323", "textcommabelow": "\u0326", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
ALONE = {"~": "~", "^": "^", "`": "`", "'": "´", '"': "¨"}  # an accent over nothing
# What pylatexenc does not know, or leaves out.
COMMANDS = {
    **dict.fromkeys(("&", "%", "#", "_", "$", "{", "}", " "), None),
    **dict.fromkeys((",", ";", ":", ">", "\\", "\n", "\t", "newline", "linebreak", "quad", "qquad", "space"), " "),
    **dict.fromkeys(("thinspace", "enspace", "nobreakspace", "hfil", "hfill", "nonbreakingspace"), " "),
    **dict.fromkeys(("!", "/", "-", "@", "*", "+", ")", "]", "", "<", "par"), ""),
    "|": "‖",
    "S": "§", "textsection": "§", "P": "¶", "copyright": "©", "pounds": "£", "SS": "SS", "slash": "/", "hyphen": "-",
    "textunderscore": "_", "textless": "<", "textgreater": ">", "textbar": "|", "textminus": "−", "Dash": "—",
    "dash": "–", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘", "psq": " f.",
    "psqq": " ff.", "textperiodcentered": "·", "lbrack": "[", "rbrack": "]", "bs": "\\", "textquotesingle": "'",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "ConTeXt": "ConTeXt", "AmSTeX": "AMS-TeX", "AmS": "AMS", "AMS": "AMS", "MF": "METAFONT", "MP": "MetaPost",
    "PiCTeX": "PiCTeX", "SliTeX": "SliTeX", "eTeX": "e-TeX", "PS": "PostScript",
}  # fmt: skip
# Commands that say how their text looks, not what it is.
LOOKS = frozenset(
    "emph textit textbf texttt textsc textsl textsf textrm textup textmd textnormal text mbox hbox makebox fbox "
    "uppercase lowercase MakeUppercase MakeLowercase MakeTextUppercase mathrm mathit mathbf mathsf mathtt "
    "mkbibemph mkbibitalic mkbibbold mkbibparens "
    "it bf sl tt sf rm sc em smc ssf slc normalfont itshape bfseries ttfamily sffamily rmfamily "
    "scshape slshape upshape mdseries selectfont tiny scriptsize footnotesize small normalsize large Large LARGE huge "
    "Huge relax protect noindent ignorespaces nobreak allowbreak unskip boldmath bgroup egroup null strut break "
    "centering raggedright displaystyle textsuperscript textsubscript mkbibsuperscript underline uline llap rlap "
    "smash url nolinkurl path acro ac NoCaseChange bibstring autocap textcyrillic textgreek textquotedbl eightrm "
    "ninesmc sltt leavevmode unhbox voidb".split()
)  # fmt: skip
QUOTES = {"enquote": "“”", "mkbibquote": "“”", "textquote": "“”", "enquote*": "‘’"}
# How many arguments come before the text, or are all there is.
LEFT_OUT = {
    "href": 1, "textcolor": 1, "colorbox": 1, "foreignlanguage": 1, "raisebox": 1, "scalebox": 1, "fontsize": 2,
    "noopsort": 1, "SortNoop": 1, "sortnoop": 1, "label": 1, "index": 1, "vspace": 1, "hspace": 1, "color": 1,
    "begin": 1, "end": 1, "selectlanguage": 1, "phantom": 1, "hphantom": 1, "vphantom": 1,
}  # fmt: skip
LENGTHS = frozenset({"kern", "raise", "lower", "hskip", "vskip"})
FORMULA_ENDS = {"(": "\\)", "[": "\\]"}
LONGEST_FORMULA = 1000
VERBATIM = frozenset({"verb", "path", "url", "nolinkurl"})
MOST_DEFINITIONS_USED = 500
LONGEST_DEFINITION = 10_000
DEEPEST = 20

DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*\{?\\(?P<name>[A-Za-z@]+)\}?\s*(?:\[(?P<count>\d)\])?\s*(?:\[[^\]]*\])?\s*(?=\{)"
    r"|\\def\s*\\(?P<plain_name>[A-Za-z@]+)\s*(?P<places>(?:#\d)*)\s*(?=\{)"
)
Definitions = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Reading:
    """A field as plain text, and the commands that nobody here knows and that were left out or spelt out."""

    text: str
    unknown: tuple[str, ...] = ()


def read_latex(source: str, definitions: Definitions | None = None) -> Reading:
    """Return a field's text on one line, in NFC; `definitions` are the commands that the file itself explains.

    An unknown command is left out if it begins in lower case, and else spelt out, as in "The VAX": many a file has its
    own commands for names and acronyms. A text that is nothing else is spelt out too.
    """
    if MARKUP.search(source) is None:
        return Reading(_tidy(source))
    reader = _Reader(definitions or {})
    text = QUOTED.sub(r"‘\1’", _tidy(reader.read(source, 0)))
    unknown = tuple(reader.unknown)
    return Reading(text or " ".join(name[1:] for name in unknown), unknown)


def read_paragraphs(source: str, definitions: Definitions | None = None) -> Reading:
    """Return a field's text, its paragraphs parted by blank lines."""
    paragraphs = [read_latex(part, definitions) for part in re.split(r"\n[ \t]*\n|\\par\b", source)]
    unknown = dict.fromkeys(name for paragraph in paragraphs for name in paragraph.unknown)
    return Reading("\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.text), tuple(unknown))


def read_definitions(preamble: str) -> Definitions:
    r"""Return what the commands mean that a preamble defines by \newcommand or \def: name → (arguments, text)."""
    found: Definitions = {}
    closing = _closing_braces(preamble)
    for match in DEFINITION.finditer(preamble):
        end = closing.get(match.end())
        if end is not None:
            count = int(match["count"] or 0) or len(match["places"] or "") // 2
            found[match["name"] or match["plain_name"]] = (count, preamble[match.end() + 1 : end])
    return found


def without_escapes(source: str) -> str:
    r"""Return a DOI, URL or other verbatim value without the LaTeX that some put into it: \_ {\_} \url{…}."""
    bare = re.sub(r"^\s*\\(?:url|href|nolinkurl|path)\s*(?=\{)", "", source)
    bare = re.sub(r"\{?\\(?:textunderscore|_)(?:\{\})?\}?", "_", bare)
    bare = re.sub(r"\\([%&#$~{}])", r"\1", bare.replace(r"\textasciitilde{}", "~").replace(r"\textasciitilde", "~"))
    return "".join(bare.split()).replace("{", "").replace("}", "")


def has_latex(text: str) -> bool:
    """Whether a text holds markup besides formulas."""
    outside = re.sub(r"\$[^$]+\$", "", text)
    return re.search(r"\\[A-Za-z'\"`^~=.{]|[{}]", outside) is not None


def plain_text(text: str) -> str:
    """Return a text that may be LaTeX without its markup, and any other as it is."""
    return read_latex(text).text if has_latex(text) else text


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass
class _Reader:
    """One reading of a field: the commands that nobody knows so far, and how many definitions were put in."""

    definitions: Definitions
    unknown: dict[str, None] = field(default_factory=dict)
    used: int = 0

    def read(self, source: str, depth: int) -> str:
        parts = []
        closing = None
        position = 0
        while match := TOKEN.search(source, position):
            parts.append(source[position : match.start()])
            position = match.end()
            kind = match.lastgroup
            if kind == "formula":
                parts.append(_formula(match[0]))
            elif kind in {"sign", "quote"}:
                parts.append(SIGNS[match[0]])
            elif kind == "command":
                closing = _closing_braces(source) if closing is None else closing
                text, position = _Command(self, source, closing, depth, match[0][1:], position).read()
                parts.append(text)
        parts.append(source[position:])
        return "".join(parts)


@dataclass
class _Command:
    """A command in a source, and where what follows it begins."""

    reader: _Reader
    source: str
    closing: dict[int, int]
    depth: int
    name: str
    position: int

    def read(self) -> tuple[str, int]:
        """Return the text of the command with the arguments that belong to it, and where reading goes on."""
        if self.name[:1].isalpha():
            self._skip_spaces()
        name = self.name if self.name in QUOTES else self.name.rstrip("*") or self.name
        return self._text(name), self.position

    def _text(self, name: str) -> str:
        if self.depth > DEEPEST:
            return ""
        if name in self.reader.definitions:
            return self._defined(name)
        if name in ACCENTS:
            return self._accented(name)
        if name in COMMANDS:
            text = COMMANDS[name]
            return name if text is None else text
        for names, read in (
            (FORMULA_ENDS, self._formula),
            (VERBATIM, self._verbatim),
            (LOOKS, self._nothing),
            (QUOTES, self._quoted),
            (LEFT_OUT, self._left_out),
            (LENGTHS, self._length),
        ):
            if name in names:
                return read(name)
        return self._other(name)

    def _other(self, name: str) -> str:
        if name == "ensuremath":
            return _formula(f"${self._argument()}$")
        if name == "char" and (match := CHARACTER_CODE.match(self.source, self.position)):
            self.position = match.end()
            return _character(match)
        if sign := _sign(name):
            return sign
        self.reader.unknown[f"\\{name}"] = None
        return name if name[:1].isupper() else ""

    def _defined(self, name: str) -> str:
        """Return what the file says a command means, its arguments put in."""
        count, text = self.reader.definitions[name]
        arguments = [self._argument() for _number in range(count)]
        self.reader.used += 1
        filled = re.sub(r"#(\d)", lambda match: _item(arguments, int(match[1])), text)
        if self.reader.used > MOST_DEFINITIONS_USED or len(filled) > LONGEST_DEFINITION:
            self.reader.unknown[f"\\{name}"] = None
            return ""
        return self.reader.read(filled, self.depth + 1)

    def _accented(self, name: str) -> str:
        """Return the argument with an accent on its first letter."""
        text = self.reader.read(self._argument(), self.depth + 1).lstrip()
        if not text:
            return ALONE.get(name, "")
        first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0]) if name not in "cdbk" else text[0]
        marks = len(text) - len(text[1:].lstrip("".join(ACCENTS.values())))
        return unicodedata.normalize("NFC", first + text[1:marks] + ACCENTS[name]) + text[marks:]

    def _verbatim(self, name: str) -> str:
        """Return what stands between two like signs, as after \\verb, with no markup in it."""
        mark = self.source[self.position : self.position + 1]
        if mark == "{":
            return self._argument() if name != "verb" else ""
        end = self.source.find(mark, self.position + 1) if mark and not mark.isalnum() else -1
        if end < 0:
            return ""
        text = self.source[self.position + 1 : end]
        self.position = end + 1
        return text

    def _formula(self, name: str) -> str:
        end = self.source.find(FORMULA_ENDS[name], self.position, self.position + LONGEST_FORMULA)
        if end < 0:
            return ""
        inside = self.source[self.position : end]
        self.position = end + 2
        return _formula(f"${inside}$" if name == "(" else f"$${inside}$$")

    def _nothing(self, _name: str) -> str:
        return ""

    def _quoted(self, name: str) -> str:
        opening, closing = QUOTES[name]
        return f"{opening}{self.reader.read(self._argument(), self.depth + 1).strip()}{closing}"

    def _left_out(self, name: str) -> str:
        if option := OPTION.match(self.source, self.position):
            self.position = option.end()
        for _number in range(LEFT_OUT[name]):
            self._argument()
        return ""

    def _length(self, _name: str) -> str:
        if length := LENGTH.match(self.source, self.position):
            self.position = length.end()
        return ""

    def _argument(self) -> str:
        """Return the source of the next argument, a group or one character or command, and go past it."""
        self._skip_spaces()
        start = self.position
        if self.source[start : start + 1] == "{":
            end = self.closing.get(start)
            if end is None:
                return ""
            self.position = end + 1
            return self.source[start + 1 : end]
        match = ARGUMENT.match(self.source, start)
        if match is None or match[0] == "}":
            return ""
        self.position = match.end()
        return match[0]

    def _skip_spaces(self) -> None:
        while self.source[self.position : self.position + 1].isspace():
            self.position += 1


def _formula(source: str) -> str:
    """Return a formula without spaces next to its dollar signs; one that only writes the sign "<" is that sign."""
    if match := PLAIN_FORMULA.fullmatch(source):
        return match[1]
    mark = "$$" if source.startswith("$$") else "$"
    inside = " ".join(source.strip("$").split())
    return f"{mark}{inside}{mark}" if inside else ""


def _character(match: re.Match) -> str:
    if match["itself"]:
        return match["itself"]
    base = 8 if match["octal"] else 16 if match["hexadecimal"] else 10
    code = int(match["octal"] or match["hexadecimal"] or match["number"], base)
    return chr(code) if 32 <= code < 127 else ""


def _item(arguments: list[str], number: int) -> str:
    return arguments[number - 1] if 0 < number <= len(arguments) else ""


def _closing_braces(source: str) -> dict[int, int]:
    """Return the place of each opening brace → that of the one that closes it."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in BRACE.finditer(source):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


@lru_cache(maxsize=4096)
def _sign(name: str) -> str:
    """Return the letter or sign that a command without arguments stands for; "" for one that is not known."""
    try:
        text = LatexNodes2Text(math_mode="text").latex_to_text(f"\\{name}{{}}")
    except (LatexWalkerError, IndexError, ValueError):
        return ""
    return "" if "<" in text or "[" in text or ("\\" in text and name != "textbackslash") else text.strip("\n")
