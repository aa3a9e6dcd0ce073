"""Formulas in MathML as plain text on one line: x^2, (a+1)/b, √(n), ∑_(i=1)^n.

Presentation MathML is written out by structure; of content MathML the symbols that stand for themselves are.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
SYMBOLS = {
    "infinity": "∞",
    "pi": "π",
    "exponentiale": "e",
    "imaginaryi": "i",
    "emptyset": "∅",
    "complexes": "ℂ",
    "reals": "ℝ",
    "rationals": "ℚ",
    "integers": "ℤ",
    "naturalnumbers": "ℕ",
    "primes": "ℙ",
    "true": "true",
    "false": "false",
}
INFIX = {
    "plus": "+",
    "minus": "-",
    "times": "⋅",
    "divide": "/",
    "power": "^",
    "eq": "=",
    "neq": "≠",
    "lt": "<",
    "gt": ">",
    "leq": "≤",
    "geq": "≥",
    "approx": "≈",
    "in": "∈",
    "notin": "∉",
    "subset": "⊆",
    "union": "∪",
    "intersect": "∩",
    "and": "∧",
    "or": "∨",
}
LEFT_OUT = {"annotation", "annotation-xml", "mspace", "mphantom", "maligngroup", "malignmark"}


def is_formula(element: Element) -> bool:
    """Whether an element is a formula."""
    return element.tag in (f"{NAMESPACE}math", "math")


def plain_text(element: Element) -> str:
    """Return a formula, or a part of one, as text."""
    name = element.tag.rpartition("}")[2]
    if name in LEFT_OUT:
        return ""
    if name in SYMBOLS:
        return SYMBOLS[name]
    parts = [plain_text(child) for child in element]
    if name in WRITERS:
        return WRITERS[name](element, parts)
    if not parts:
        return " ".join((element.text or "").split())
    return "".join(parts)


def _grouped(text: str) -> str:
    """Return a text in brackets, unless it is one number, name or sign."""
    return text if len(text) < 2 or re.fullmatch(r"[\w.]+|\(.*\)", text) else f"({text})"


def _script(*marks: str) -> Callable[[Element, list[str]], str]:
    """Return what writes a base with scripts, each after its mark: "_" below, "^" above."""

    def write(_element: Element, parts: list[str]) -> str:
        scripts = zip(marks, parts[1:], strict=False)
        return "".join([*parts[:1], *(f"{mark}{_grouped(part)}" for mark, part in scripts if part)])

    return write


def _fraction(_element: Element, parts: list[str]) -> str:
    return "/".join(_grouped(part) for part in parts)


def _root(_element: Element, parts: list[str]) -> str:
    """Return √x, or √[3](x) for a cube root."""
    base, index = [*parts, "", ""][:2]
    return f"√[{index}]({base})" if index else f"√{_grouped(base)}"


def _square_root(_element: Element, parts: list[str]) -> str:
    return f"√{_grouped(''.join(parts))}"


def _fenced(element: Element, parts: list[str]) -> str:
    separators = element.get("separators", ",").strip()[:1]
    separator = f"{separators} " if separators == "," else separators
    return f"{element.get('open', '(')}{separator.join(parts)}{element.get('close', ')')}"


def _spaced(_element: Element, parts: list[str]) -> str:
    return " ".join(part for part in parts if part)


def _rows(_element: Element, parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)


def _bracketed_rows(element: Element, parts: list[str]) -> str:
    return f"[{_rows(element, parts)}]"


def _apply(element: Element, parts: list[str]) -> str:
    """Return an operator applied to what follows it: between two or more, in front with brackets otherwise."""
    names = [child.tag.rpartition("}")[2] for child in element]
    if names and names[0] in INFIX and len(parts) > 2:
        return INFIX[names[0]].join(parts[1:])
    function = (parts[0] or INFIX.get(names[0], names[0])) if parts else ""
    return f"{function}({', '.join(parts[1:])})" if len(parts) > 1 else function


def _number(element: Element, parts: list[str]) -> str:
    """Return a number; a complex or rational one has its two parts divided by an empty element."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    joint = {"complex-cartesian": "+", "rational": "/", "e-notation": "e"}.get(element.get("type", ""), " ")
    number = joint.join(text.strip() for text in texts if text.strip())
    return f"{number}i" if joint == "+" and len(texts) > 1 else number


WRITERS: dict[str, Callable[[Element, list[str]], str]] = {
    "msub": _script("_"),
    "msup": _script("^"),
    "msubsup": _script("_", "^"),
    "munder": _script("_"),
    "mover": _script("^"),
    "munderover": _script("_", "^"),
    "mfrac": _fraction,
    "mroot": _root,
    "msqrt": _square_root,
    "mfenced": _fenced,
    "mtable": _rows,
    "mtr": _spaced,
    "matrix": _bracketed_rows,
    "matrixrow": _spaced,
    "vector": _bracketed_rows,
    "apply": _apply,
    "cn": _number,
}
