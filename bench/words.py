"""Made-up words and names, always the same ones for the same seed: they look like language and mean nothing."""

from itertools import accumulate
from random import Random

ONSETS = "b bl br c ch cl cr d dr f fl fr g gr h j k l m n p pl pr qu r s sh sl sp st t th tr v w z".split()
VOWELS = "a e i o u a e i o ai ea ie ou".split()
ENDS = ["", "", "", "l", "m", "n", "r", "s", "t", "nd", "ng", "rt", "st", "ck"]
ENGLISH = (
    "the of and a in to is for we that with on as are by this an from be which can it our at or these has model data "
    "method results using based learning show between not have more than new two such also one both been used their"
).split()
ACCENTS = str.maketrans("aeioucnszl", "áéîöüçñšžł")
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 1200)]
ACCENTED = 0.15
EAST_ASIAN = 0.03
MIDDLE_INITIAL = 0.3


class Words:
    """A vocabulary in which the word of rank n comes up 1/n as often as the first, as in any language."""

    def __init__(self, random: Random, size: int):
        words = dict.fromkeys(ENGLISH)
        while len(words) < size:
            words[_word(random, random.choice((1, 2, 2, 2, 3, 3, 4)))] = None
        self.random = random
        self.words = list(words)
        self.weights = list(accumulate(1 / rank for rank in range(1, size + 1)))

    def text(self, length: int) -> str:
        """Return `length` words in sentences of about a dozen."""
        words = self.random.choices(self.words, cum_weights=self.weights, k=length)
        sentences = [" ".join(words[start : start + 12]).capitalize() for start in range(0, length, 12)]
        return ". ".join(sentences) + "."

    def title(self, length: int) -> str:
        """Return a title of `length` words."""
        words = self.random.choices(self.words, cum_weights=self.weights, k=length)
        if length > 9:
            words[4] += ":"
        return " ".join(words).capitalize()

    def han_title(self) -> str:
        """Return a title in Chinese characters."""
        return "".join(self.random.choices(HAN, k=self.random.randrange(8, 25)))


def family_name(random: Random) -> str:
    """Return a family name, one in seven with accents."""
    name = _word(random, random.choice((1, 2, 2, 3))).capitalize()
    return name[:1] + name[1:].translate(ACCENTS) if random.random() < ACCENTED else name


def given_name(random: Random) -> str:
    """Return a given name, one in three with an initial after it."""
    name = _word(random, random.choice((1, 2, 2, 3))).capitalize()
    initial = f" {random.choice('ABCDEFGHIJKLMNOPRSTVW')}." if random.random() < MIDDLE_INITIAL else ""
    return name + initial


def han_name(random: Random) -> str:
    """Return a name of two or three Chinese characters."""
    return "".join(random.choices(HAN, k=random.choice((2, 3, 3))))


def _word(random: Random, syllables: int) -> str:
    parts = [random.choice(ONSETS) + random.choice(VOWELS) for _ in range(syllables)]
    return "".join(parts) + random.choice(ENDS)
