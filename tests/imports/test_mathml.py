"""Formulas in MathML as plain text."""

import pytest

from papers.imports.mathml import is_formula, plain_text
from papers.imports.xml_text import read_elements


def only_element(text):
    """Return the element that a text holds."""
    (element,) = read_elements(text, {"math", "i"})
    return element


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^2"),
        ("<msub><mi>a</mi><mrow><mi>n</mi><mn>1</mn></mrow></msub>", "a_n1"),
        ("<msubsup><mi>η</mi><mi>p</mi><mn>2</mn></msubsup>", "η_p^2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a+1)/b"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√[3](x)"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mfenced open='|' close='|' separators=''><mi>a</mi><mi>b</mi></mfenced>", "|ab|"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑_(i=1)^ni",
        ),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1 2; 3"),
        ("<matrix><matrixrow><cn>0</cn><cn>1</cn></matrixrow></matrix>", "[0 1]"),
        ("<infinity/>", "∞"),
        ("<apply><in/><cn type='complex-cartesian'>17<sep/>29</cn><complexes/></apply>", "17+29i∈ℂ"),
        ("<apply><sin/><ci>x</ci></apply>", "sin(x)"),
        ("<apply><minus/><ci>x</ci></apply>", "-(x)"),
        ("<semantics><mi>x</mi><annotation encoding='tex'>x_{}</annotation></semantics>", "x"),
        ("<msup/>", ""),
        ("", ""),
    ],
)
def test_a_formula_is_written_on_one_line(formula, text):
    assert plain_text(only_element(f"<math>{formula}</math>")) == text


def test_a_formula_has_mathml_s_name():
    texts = ("<math/>", '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>', "<i/>")
    assert [is_formula(only_element(text)) for text in texts] == [True, True, False]
