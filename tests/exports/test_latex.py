"""Text made fit for BibTeX."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.exports.latex import as_kept, escape, is_balanced, protect_capitals
from tests.exports.reading import decoded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D at 50% of #1 snake_case", r"R\&D at 50\% of \#1 snake\_case"),
        ("Lukošiūtė, Über – “quoted”", "Lukošiūtė, Über – “quoted”"),
        ("~ and ^", r"\textasciitilde{} and \textasciicircum{}"),
        ("solved in $O(n_2^3 \\% k)$ time", "solved in $O(n_2^3 \\% k)$ time"),
        ("from $5 to $10", r"from \$5 to \$10"),
        ("only $5", r"only \$5"),
        (r"an \textsc{Engine} \'e", r"an \textbackslash{}textsc{Engine} \textbackslash{}'e"),
        (r"\input{/etc/passwd} \write18{rm}", r"\textbackslash{}input{/etc/passwd} \textbackslash{}write18{rm}"),
        (r"$x \input{y}$", r"\$x \textbackslash{}input{y}\$"),
        ("$^^5cinput$", r"\$\textasciicircum{}\textasciicircum{}5cinput\$"),
        ("$1 % 2$", r"\$1 \% 2\$"),
        (r"$\begin{pmatrix}a\end{pmatrix}$", r"$\begin{pmatrix}a\end{pmatrix}$"),
        (r"$\begin{filecontents}a$", r"\$\textbackslash{}begin{filecontents}a\$"),
        ("a \\ b", r"a \textbackslash{} b"),
        ("ends with \\", r"ends with \textbackslash{}"),
        ("{GPT} model", "{GPT} model"),
        ("a { b", "a  b"),
        ("} a {", " a "),
        (r"a \{ b", "a  b"),
        ("two\n  lines", "two lines"),
    ],
)
def test_special_characters_are_escaped_and_formulas_are_kept(text, expected):
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\emph{Engines} \& more, 5~km, $x_1$", r"\emph{Engines} \& more, 5~km, $x_1$"),
        (r"\input{x} https://example.org", r"\textbackslash{}input{x} https://example.org"),
        (r"\immediate\write18{rm}", r"\textbackslash{}immediate\textbackslash{}write18{rm}"),
        (r"\inputminted{x} \inputenc", r"\textbackslash{}inputminted{x} \textbackslash{}inputenc"),
        (r"\begin{VerbatimOut}{x}", r"\textbackslash{}begin{VerbatimOut}{x}"),
        ("^^5cinput{x}", r"\textasciicircum{}\textasciicircum{}5cinput{x}"),
        (r"\@@input x", r"\textbackslash{}@@input x"),
        (r"a & b \% c", r"a \& b \% c"),
    ],
)
def test_what_a_bibliography_had_is_kept_but_for_commands_that_do_more_than_set_it(source, expected):
    assert as_kept(source) == expected


@given(st.text())
def test_any_text_becomes_a_field_that_can_be_read(text):
    escaped = escape(text)
    assert is_balanced(escaped)
    assert "title" in decoded(f"@misc{{key,\n  title = {{x{escaped}}},\n}}")


@given(st.text(alphabet="abcÄéū &%_#~^1.,()<>=+", max_size=40))
def test_text_without_latex_reads_back_as_it_was(text):
    line = " ".join(["x", *text.split(), "x"])
    assert decoded(f"@misc{{key,\n  title = {{{escape(line)}}},\n}}")["title"] == line


@pytest.mark.parametrize(("text", "expected"), [("{a{b}}", True), ("{", False), ("}{", False), ("", True)])
def test_braces_pair_up_or_do_not(text, expected):
    assert is_balanced(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Constitutional AI: Harmlessness from AI Feedback", "Constitutional {AI}: Harmlessness from {AI} Feedback"),
        ("Language Models are Few-Shot Learners", "Language Models are Few-Shot Learners"),
        ("Deceptive LLMs that Persist", "Deceptive {LLMs} that Persist"),
        ("(Mostly) “BERT” and GPT-3.5?", "(Mostly) “{BERT}” and {GPT-3.5}?"),
        ("Learning on an iPhone at Home", "Learning on an {iPhone} at Home"),
        ("A1 and B Results", "{A1} and B Results"),
        (
            "Beyond the Imitation Game: Quantifying the capabilities of language models",
            "Beyond the {Imitation} {Game}: Quantifying the capabilities of language models",
        ),
        ("Training of models with Reinforce", "Training of models with {Reinforce}"),
        (r"$\mathcal{AB}$ and {GPT}", r"$\mathcal{AB}$ and {GPT}"),
        ("Notes", "Notes"),
        ("a  b", "a  b"),
        ("", ""),
    ],
)
def test_capitals_that_carry_meaning_are_braced(title, expected):
    assert protect_capitals(title) == expected


@given(st.text())
def test_braces_are_all_that_protecting_adds(title):
    escaped = escape(title)
    protected = protect_capitals(escaped)
    assert protected.replace("{", "").replace("}", "") == escaped.replace("{", "").replace("}", "")
    assert is_balanced(protected)
