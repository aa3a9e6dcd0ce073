"""Bytes of a bibliography as text: UTF-8, UTF-16 and the older encodings, told by mark, content or declaration.

A byte order mark says it; without one, what is valid UTF-8 is UTF-8, whatever the file claims, since other text hardly
ever happens to be. Else the encoding that the file declares is taken, if the text makes sense in it. The last resort is
a guess, which is always reported; where no guess makes sense the file is refused.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from papers.imports.record import UnreadableFile

# The longer marks first: that of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, Word, Excel, EPUB"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
)

# What a declaration may name: Python's codec → what it is called.
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "ascii": "ASCII",
    **{f"cp{number}": f"windows-{number}" for number in (874, *range(1250, 1259))},
    **{f"cp{number}": f"code page {number}" for number in (437, 850, 852, 866)},
    **{f"iso8859-{part}": f"ISO 8859-{part}" for part in range(1, 17)},
    "mac-roman": "Mac Roman",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "gb2312": "GB 2312",
    "gbk": "GBK",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "cp932": "Shift JIS (windows-31J)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO 2022-JP",
    "euc_kr": "EUC-KR",
    "cp949": "EUC-KR (windows-949)",
}
UNICODE = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "ascii"})
# How LaTeX's inputenc, Emacs and old JabRef call some of them, where Python does not.
ALIASES = {
    "ansinew": "cp1252",
    "ansi": "cp1252",
    "applemac": "mac-roman",
    "latin-1": "iso8859-1",
    "latin-2": "iso8859-2",
    "latin-9": "iso8859-15",
    "utf8x": "utf-8",
    "cp936": "gbk",
}
DECLARATIONS = (
    re.compile(rb"<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w.:-]{2,30})"),
    re.compile(rb"^[ \t%]*encoding:[ \t]*([\w.:-]{2,30})[ \t]*$", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"-\*-[^\n]{0,80}?coding:[ \t]*([\w.:-]{2,30})", re.IGNORECASE),
    re.compile(rb"\b(?:fileencoding|fenc)[ \t]*=[ \t]*([\w.:-]{2,30})", re.IGNORECASE),
    re.compile(rb"!TEX[ \t]+encoding[ \t]*=[ \t]*([\w.:-]{2,30})", re.IGNORECASE),
    re.compile(rb"\\inputencoding\{([\w.:-]{2,30})\}"),
    re.compile(rb"\\usepackage\[([\w.:-]{2,30})\]\{inputenc\}"),
)
DECLARED_WITHIN = 20_000  # bytes; some files begin with a long comment

# In the order of preference among those in which a text makes equally much sense.
GUESSES = ("cp1252", "iso8859-15", "mac-roman", "cp1250", "cp1251", "koi8-r")
# Odd words among those beyond ASCII: with more of them a guess, or the encoding that the file declares, is wrong.
MOST_NONSENSE = 0.25
MOST_NONSENSE_DECLARED = 0.5
WORDS_TO_JUDGE = 5000

UNDECODED = re.compile("[\udc80-\udcff]+")
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
ASCII_SEPARATORS = r"\s!-&(-,./:-@\[-`{-~"
WORD_BEYOND_ASCII = re.compile(rf"[^{ASCII_SEPARATORS}\x80-\U0010ffff]*[^\x00-\x7f][^{ASCII_SEPARATORS}]*")
AROUND_WORDS = "‘’“”„‚‹›«»–—…¿¡°²³¹ªº®™©\xad"
WITHIN_WORDS = "’‘–—·°²³¹ªº®™©\xad'-"
ALONE = "§•†‡€£¥±×÷µ½¼¾"
ODD_LETTERS = "ƒŸ"
CONTROL_BYTES = bytes({*range(32), 127} - {9, 10, 12, 13, 26, 27})


@dataclass(frozen=True)
class Decoded:
    """A file's text, the encoding it was read in, and a sentence for each doubt about that.

    A byte that is no character of the encoding is U+FFFD. Every line ends with "\\n"; a byte order mark is left out.
    """

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """Return the text of a file; raise UnreadableFile with a sentence for what is no text, or text in no encoding."""
    decoded = _marked(content)
    if decoded is None:
        _refuse_other_kinds(content)
        decoded = _unmarked_utf16(content) or _utf8(content)
    if decoded is None:
        _refuse_binary(content)
        decoded = _declared_legacy(content) or _mostly_utf8(content) or _guessed(content)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, NAMES[decoded.encoding], decoded.doubts)


def _marked(content: bytes) -> Decoded | None:
    """Return the text of a file that begins with a byte order mark."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, errors="replace")
            return Decoded(text, encoding, _damage(text, encoding))
    return None


def _damage(text: str, encoding: str) -> tuple[str, ...]:
    if "\ufffd" not in text:
        return ()
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    return (
        _("The file is in %(encoding)s, but parts of it are damaged, the first in line %(line)s.")
        % {"encoding": NAMES[encoding], "line": line},
    )


def _refuse_other_kinds(content: bytes) -> None:
    for start, kind in OTHER_KINDS:
        if content.startswith(start):
            raise UnreadableFile(_("This is a file of another kind (%(kind)s), not a bibliography.") % {"kind": kind})


def _refuse_binary(content: bytes) -> None:
    sample = content[:100_000]
    if len(sample) - len(sample.translate(None, CONTROL_BYTES)) > max(len(sample) // 50, 10):
        raise UnreadableFile(_("This file is not text, so it cannot be a bibliography."))


def _unmarked_utf16(content: bytes) -> Decoded | None:
    """Return the text of UTF-16 without a mark, where every other byte of the file's beginning is mostly NUL."""
    sample = content[:2000]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        halves = sample[first::2]
        if len(sample) >= 8 and halves.count(0) * 2 > len(halves) and sample[1 - first :: 2].count(0) == 0:
            text = content.decode(encoding, errors="replace")
            return Decoded(text, encoding, _damage(text, encoding))
    return None


def _utf8(content: bytes) -> Decoded | None:
    """Return the text of a file that is valid UTF-8 (or ASCII), with a doubt if it claims to be something else."""
    try:
        text = content.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return None
    _refuse_binary(content)
    if SURROGATE.search(content):
        text = text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
        return Decoded(text, "utf-8", _damage(text, "utf-8"))
    claim = _declaration(content)
    if claim in UNICODE or not claim or text.isascii():
        return Decoded(text, "utf-8")
    doubt = _("The file says that it is in %(claim)s, but it is in UTF-8 and was read as that.")
    return Decoded(text, "utf-8", (doubt % {"claim": NAMES[claim]},))


def _declaration(content: bytes) -> str:
    """Return the encoding that a file names near its beginning, as Python calls it; "" for none that is known."""
    head = content[:DECLARED_WITHIN]
    for pattern in DECLARATIONS:
        if match := pattern.search(head):
            return _codec(match[1].decode("ascii"))
    return ""


def _codec(name: str) -> str:
    plain = re.sub(r"-(?:unix|dos|mac)$", "", name.lower())
    try:
        codec = codecs.lookup(ALIASES.get(plain, plain)).name
    except LookupError:
        return ""
    return codec if codec in NAMES else ""


def _declared_legacy(content: bytes) -> Decoded | None:
    """Return the text in the older encoding that the file names, if it is possible and makes sense."""
    encoding = _declaration(content)
    if not encoding or encoding in UNICODE:
        return None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding) if _nonsense(text) <= MOST_NONSENSE_DECLARED else None


def _mostly_utf8(content: bytes) -> Decoded | None:
    """Return UTF-8 text into which some text of an older encoding was pasted, that part read as windows-1252."""
    text = content.decode("utf-8", errors="surrogateescape")
    strays = UNDECODED.findall(text)
    if 2 * len("".join(strays)) > len(NOT_ASCII.findall(text)):
        return None
    lines = [str(number) for number, line in enumerate(text.split("\n"), 1) if UNDECODED.search(line)]
    repaired = UNDECODED.sub(_as_windows, text)
    doubt = _("The file is in UTF-8, but some characters are not; they were read as windows-1252 in line %(lines)s.")
    shown = ", ".join(lines[:10]) + (" …" if len(lines) > 10 else "")
    return Decoded(repaired, "utf-8", (doubt % {"lines": shown},))


def _as_windows(match: re.Match) -> str:
    """Return stray bytes as windows-1252; U+FFFD for what is half a character pair or nothing in that encoding."""
    stray = match[0].encode("utf-8", errors="surrogateescape")
    return "\ufffd" if SURROGATE.search(stray) else stray.decode("cp1252", errors="replace")


def _guessed(content: bytes) -> Decoded:
    """Return the text in the encoding in which it makes most sense; raise UnreadableFile where it makes none."""
    best = min(
        ((_nonsense(text), place, text) for place, text in _guesses(content)),
        key=lambda guess: guess[:2],
        default=(1.0, 0, ""),
    )
    nonsense, place, text = best
    if nonsense > MOST_NONSENSE:
        raise UnreadableFile(
            _("It cannot be told in which encoding this file is. Save it as UTF-8, then import it again.")
        )
    return Decoded(text, GUESSES[place], (_guess_report(text, GUESSES[place], _declaration(content)),))


def _guesses(content: bytes):
    for place, encoding in enumerate(GUESSES):
        try:
            yield place, content.decode(encoding)
        except UnicodeDecodeError:
            continue


def _guess_report(text: str, encoding: str, claim: str) -> str:
    match = WORD_BEYOND_ASCII.search(text)
    details = {
        "claim": NAMES.get(claim, ""),
        "encoding": NAMES[encoding],
        "word": match[0][:40] if match else "",
        "line": text.count("\n", 0, match.start()) + 1 if match else 1,
    }
    if claim:
        sentence = _(
            "The file says that it is in %(claim)s, but it is not. It was read as %(encoding)s, which is a guess: "
            "please look whether “%(word)s” in line %(line)s is right."
        )
    else:
        sentence = _(
            "The file does not say in which encoding it is. It was read as %(encoding)s, which is a guess: "
            "please look whether “%(word)s” in line %(line)s is right."
        )
    return sentence % details


def _nonsense(text: str) -> float:
    """Return the share of odd words among the first different words that are not plain ASCII."""
    words = dict.fromkeys(islice((match[0] for match in WORD_BEYOND_ASCII.finditer(text)), WORDS_TO_JUDGE))
    return sum(map(_is_odd, words)) / max(len(words), 1)


def _is_odd(word: str) -> bool:
    """Whether a word is none that people write: signs or capitals within it, two scripts, accented letters only."""
    bare = word.strip(AROUND_WORDS)
    if bare in ALONE:
        return False
    if any(map(_is_odd_sign, bare)):
        return True
    letters = [letter for letter in bare if letter.isalpha()]
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    if len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) > 1:
        return True
    beyond = sum(letter > "\x7f" for letter in letters)
    is_overfull = scripts == {"LATIN"} and beyond > 1 and 2 * beyond > len(letters)
    return is_overfull or any(letter in ODD_LETTERS for letter in letters) or _has_odd_capital(letters)


def _is_odd_sign(sign: str) -> bool:
    """Whether a character is neither letter nor digit, and no sign that stands within words or East Asian text."""
    return not (sign.isalnum() or sign in WITHIN_WORDS or sign > "\u2fff" or unicodedata.combining(sign))


def _has_odd_capital(letters: list[str]) -> bool:
    """Whether a capital beyond ASCII stands behind a letter and next to a small one: as in MÅller, cafŽ."""
    return any(
        letter.isupper() and letter > "\x7f" and (before.islower() or after.islower())
        for before, letter, after in zip(letters, letters[1:], [*letters[2:], ""], strict=False)
    )
