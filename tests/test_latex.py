"""LaTeX markup as plain text."""

import time

import pytest

from papers.latex import read_definitions, read_latex, read_paragraphs, without_escapes


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Plain  text\n\tof two lines", "Plain text of two lines"),
        (r"{R}ussian-{E}nglish {{WICSA}}", "Russian-English WICSA"),
        (r"G{\"o}del, G\"odel, G\"{o}del, {\"{U}}nder", "Gödel, Gödel, Gödel, Ünder"),
        (
            r"{\v S}omeone, \v{S}, \c{C}, \c c, \k{a}, \H{o}, \u g, \r a, \.I, \d{h}",
            "Šomeone, Š, Ç, ç, ą, ő, ğ, å, İ, ḥ",
        ),
        (r"{\~ Z}elly {\~{Z}}", "Z̃elly Z̃"),
        (r"Aks{\i}n, \'{\i}, \={\i}, \^\i", "Aksın, í, ī, î"),
        (r"Stra{\ss}e, \o re, {\L}ódź, \AE, \oe, {\aa}, \DJ", "Straße, øre, Łódź, Æ, œ, å, Đ"),
        (r"\textcommabelow{s}, \d{\u{a}}, \t{oo}", "ș, ặ, o͡o"),
        (r"AT\&T, 100\%, a\_b, C\#, \$5, \{x\}", "AT&T, 100%, a_b, C#, $5, {x}"),
        ("AT&T and 50% of a_b ^ #1", "AT&T and 50% of a_b ^ #1"),
        (r"1--2, a---b, ``q'', `q', d{'}un, !`Hola", "1–2, a—b, “q”, ‘q’, d’un, ¡Hola"),
        ("O'Brien's", "O'Brien's"),
        (r"A~B, P.{\,}G., a\ b, a\\b", "A B, P. G., a b, a b"),
        (r"\textit{Procolophon} and \emph{\textbf{x}}, {\it y}, \texttt{z}", "Procolophon and x, y, z"),
        (r"\mkbibquote{{\"U}ber} \enquote{a} \enquote*{b}", "“Über” “a” ‘b’"),
        (r"\textcolor{red}{a} \href{https://example.org}{b} {\noopsort{1973b}}1973", "a b 1973"),
        (r"\url{http://example.org/~a_b} \verb|x{y|", "http://example.org/~a_b x{y"),
        (r"\TeX{} and {\LaTeX} and \BibTeX\ too", "TeX and LaTeX and BibTeX too"),
        (r"\alpha, \textrightarrow, \guillemotright, \textless, \textunderscore", "α, →, », <, _"),
        (r"\char'134 \char92 \char`\# a\kern-.1em b", r"\\#ab"),
        ("e\u0301", "é"),
        ("{unbalanced", "unbalanced"),
        ("un}balanced", "unbalanced"),
        ("\\", ""),
        ("\\'", "´"),
    ],
)
def test_markup_becomes_text(source, text):
    assert read_latex(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"An {$O(n \log n)$} sort", r"An $O(n \log n)$ sort"),
        (r"$\infty${B}ench, {M}$^3${C}o{T}", r"$\infty$Bench, M$^3$CoT"),
        (r"\(x^2\) and $ y $", "$x^2$ and $y$"),
        (r"\ensuremath{\alpha_1}", r"$\alpha_1$"),
        ("$<$b$>$", "<b>"),
        ("for $100 a day", "for $100 a day"),
        (r"{\$}100 or \$5", "$100 or $5"),
    ],
)
def test_formulas_stay_as_they_are_written(source, text):
    assert read_latex(source).text == text


@pytest.mark.parametrize(
    ("source", "text", "unknown"),
    [
        (r"On the \VAX\ again", "On the VAX again", ("\\VAX",)),
        (r"\foo{bar} baz", "bar baz", ("\\foo",)),
        (r"\uktug", "uktug", ("\\uktug",)),
    ],
)
def test_commands_that_nobody_knows_are_reported(source, text, unknown):
    reading = read_latex(source)
    assert (reading.text, reading.unknown) == (text, unknown)


def test_commands_that_the_file_defines_are_known():
    definitions = read_definitions(
        r"\newcommand{\noopsort}[1]{} \newcommand{\switchargs}[2]{#2#1} \def\acro#1{<#1>} \providecommand\x{y}"
    )
    texts = [r"{\noopsort{1973a}}{\switchargs{--90}{1968}}", r"\acro{X}", r"\x"]
    assert [read_latex(text, definitions).text for text in texts] == ["1968–90", "<X>", "y"]


@pytest.mark.parametrize("preamble", [r"\newcommand{\a}{\a\a}", r"\newcommand{\a}[1]{\a{#1#1#1#1}}"])
def test_definitions_without_end_end(preamble):
    assert read_latex(r"\a{x}", read_definitions(preamble)).unknown == ("\\a",)


def test_paragraphs_stay_apart():
    assert read_paragraphs("One {A}\n  line.\n\n  \\textit{Two}.").text == "One A line.\n\nTwo."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"10.1000/a\_b{\_}c", "10.1000/a_b_c"),
        (r"\url{https://example.org/\%7Ea\&b\#c}", "https://example.org/%7Ea&b#c"),
        ("https://example.org/a\n  b~c", "https://example.org/ab~c"),
        ("10.1002/(SICI)1096<377::AID>3.0.CO;2-P", "10.1002/(SICI)1096<377::AID>3.0.CO;2-P"),
    ],
)
def test_identifiers_lose_their_escapes(source, text):
    assert without_escapes(source) == text


@pytest.mark.parametrize(
    "source",
    ["{" * 200_000 + "}" * 200_000, r"\'{" * 100_000, r"\(" * 100_000, "$" * 200_001, "\\" * 200_001, r"\x" * 100_000],
)
def test_hostile_markup_is_read_in_no_time(source):
    start = time.monotonic()
    read_latex(source)
    assert time.monotonic() - start < 10
