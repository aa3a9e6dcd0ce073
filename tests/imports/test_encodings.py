"""Bytes of every encoding as text, or a sentence why not."""

import codecs
import random

import pytest

from papers.imports.encodings import decode
from papers.imports.record import UnreadableFile

GERMAN = "@book{a, author = {Müller, Jürgen}, title = {Über die Größe}}\n"
RUSSIAN = "@book{a, author = {Иванов, Иван}, title = {О некоторых вопросах}}\n"
CZECH = "@book{a, author = {Dvořák, Antonín}, title = {Žluťoučký kůň}}\n"
CHINESE = "@book{a, author = {王, 小明}, title = {中国的机器翻译研究}}\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (GERMAN.encode(), "UTF-8"),
        (GERMAN.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "UTF-16"),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), "UTF-32"),
        (GERMAN.encode("utf-16-le"), "UTF-16"),
        (GERMAN.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_unicode_is_read_without_a_doubt(content, encoding):
    decoded = decode(content)
    assert (decoded.text, decoded.encoding, decoded.doubts) == (GERMAN, encoding, ())


@pytest.mark.parametrize(
    ("declaration", "text", "codec", "encoding"),
    [
        ("% Encoding: windows-1252\n", GERMAN, "cp1252", "windows-1252"),
        ("This file was created with JabRef 2.0.\nEncoding: Cp1252\n", GERMAN, "cp1252", "windows-1252"),
        ("% -*- coding: latin-9-unix -*-\n", "@book{testŠ, title = {Šome}}", "iso8859-15", "ISO 8859-15"),
        ("% !TEX encoding = MacRoman\n", GERMAN, "mac-roman", "Mac Roman"),
        ("% vim: fileencoding=latin1\n", GERMAN, "latin-1", "ISO 8859-1"),
        ("\\usepackage[ansinew]{inputenc}\n", GERMAN, "cp1252", "windows-1252"),
        ('<?xml version="1.0" encoding="windows-1251"?>\n', RUSSIAN, "cp1251", "windows-1251"),
        ("% Encoding: GBK\n", CHINESE, "gbk", "GBK"),
        ("% Encoding: Shift_JIS\n", "@book{a, title = {日本語の研究}}", "shift_jis", "Shift JIS"),
    ],
)
def test_a_declared_encoding_is_taken(declaration, text, codec, encoding):
    decoded = decode((declaration + text).encode(codec))
    assert (decoded.text, decoded.encoding, decoded.doubts) == (declaration + text, encoding, ())


@pytest.mark.parametrize(
    ("text", "codec", "encoding", "word"),
    [
        (GERMAN, "cp1252", "windows-1252", "Müller"),
        (GERMAN, "mac-roman", "Mac Roman", "Müller"),
        (CZECH, "cp1250", "windows-1250", "Dvořák"),
        (RUSSIAN, "cp1251", "windows-1251", "Иванов"),
        (RUSSIAN, "koi8-r", "KOI8-R", "Иванов"),
    ],
)
def test_an_undeclared_encoding_is_guessed_and_the_guess_reported(text, codec, encoding, word):
    decoded = decode(text.encode(codec))
    doubt = (
        f"The file does not say in which encoding it is. It was read as {encoding}, which is a guess: please look "
        f"whether “{word}” in line 1 is right."
    )
    assert (decoded.text, decoded.encoding, decoded.doubts) == (text, encoding, (doubt,))


def test_a_wrongly_declared_encoding_is_reported():
    decoded = decode(("% Encoding: windows-1252\n" + RUSSIAN).encode("cp1251"))
    doubt = (
        "The file says that it is in windows-1252, but it is not. It was read as windows-1251, which is a guess: "
        "please look whether “Иванов” in line 2 is right."
    )
    assert (decoded.text.split("\n")[1] + "\n", decoded.doubts) == (RUSSIAN, (doubt,))


def test_utf_8_is_utf_8_whatever_the_file_says():
    decoded = decode(("% Encoding: Cp1252\n" + GERMAN).encode())
    assert (decoded.encoding, decoded.doubts) == (
        "UTF-8",
        ("The file says that it is in windows-1252, but it is in UTF-8 and was read as that.",),
    )


def test_ascii_is_no_doubt_whatever_the_file_says():
    assert decode(b"% Encoding: Cp1252\n@book{a, title = {b}}").doubts == ()


def test_old_text_pasted_into_utf_8_is_read_and_its_lines_are_named():
    decoded = decode((GERMAN * 3).encode() + "@book{b, title = {Straße}}".encode("latin-1"))
    assert (decoded.text.split("\n")[3], decoded.doubts) == (
        "@book{b, title = {Straße}}",
        ("The file is in UTF-8, but some characters are not; they were read as windows-1252 in line 4.",),
    )


def test_half_a_character_pair_is_reported_and_never_half_a_character():
    decoded = decode(b"@book{a, title = {x \xed\xa0\x80 y}}")
    assert (decoded.text, decoded.doubts) == (
        "@book{a, title = {x \ufffd y}}",
        ("The file is in UTF-8, but parts of it are damaged, the first in line 1.",),
    )


def test_a_whole_pair_is_one_character():
    assert decode(b"@book{a, title = {\xed\xa0\xbd\xed\xb8\x80}}").text == "@book{a, title = {😀}}"


def test_utf_16_cut_off_is_reported():
    decoded = decode((codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"))[:-1])
    assert decoded.doubts == ("The file is in UTF-16, but parts of it are damaged, the first in line 1.",)


@pytest.mark.parametrize("codec", ["gbk", "big5", "shift_jis", "euc_kr", "cp866"])
def test_text_of_which_no_guess_makes_sense_is_refused(codec):
    text = RUSSIAN if codec == "cp866" else CHINESE
    with pytest.raises(UnreadableFile) as error:
        decode(text.encode(codec, errors="ignore"))
    assert (
        str(error.value) == "It cannot be told in which encoding this file is. Save it as UTF-8, then import it again."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n...", "This is a file of another kind (PDF), not a bibliography."),
        (b"PK\x03\x04...", "This is a file of another kind (ZIP, Word, Excel, EPUB), not a bibliography."),
        (b"\x89PNG\r\n\x1a\n", "This is a file of another kind (PNG), not a bibliography."),
        (bytes(range(256)) * 20, "This file is not text, so it cannot be a bibliography."),
        (random.Random(3).randbytes(5000), "This file is not text, so it cannot be a bibliography."),  # noqa: S311
    ],
)
def test_what_is_no_text_is_refused_by_its_name(content, sentence):
    with pytest.raises(UnreadableFile) as error:
        decode(content)
    assert str(error.value) == sentence


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_alike(ending):
    assert decode(f"a{ending}b{ending}".encode()).text == "a\nb\n"


def test_an_empty_file_is_an_empty_text():
    assert decode(b"").text == ""
