"""References of our own: every type of work, one author to 450, and what names, titles and numbers can look like.

None of these works exists. `scripts/style_goldens.py` has pandoc format them; the tests compare with what it wrote.
"""

from dataclasses import fields
from itertools import islice, product

from papers.exports.work import CitedWork
from papers.names import split_name
from papers.partial_dates import PartialDate

ADA = "Ada Lovelace"
CHARLES = "Charles Babbage"
MARY = "Mary Somerville"
GIVEN = "Ada Basil Cleo Dora Emil Fay Gil Hope Ida Jon Kay Leo May Ned Ora Pia Quin Ray Sue Tom Una".split()
FAMILY = "Abel Bell Cole Dean Eads Ford Gray Hale Ives Judd Kerr Lane Moss Nash Owen Pike Rowe Shaw Tate Vane Webb Yale"
PEOPLE = [f"{given} {family}" for given, family in product(GIVEN, FAMILY.split())]

ARTICLE = {"type": "article", "venue": "Journal of Analytical Engines", "date": "1843-09"}
PROCEEDINGS = {"type": "proceedings-paper", "venue": "Proceedings of the Conference on Engines", "date": "2020-07-12"}
CHAPTER = {"type": "chapter", "venue": "A Handbook of Engines", "date": "1851"}
BOOK = {"type": "book", "publisher": "Taylor & Sons", "place": "London", "date": "1851-05-01"}
PREPRINT = {"type": "preprint", "arxiv": "2306.16388", "doi": "10.48550/arxiv.2306.16388", "date": "2023-06-28"}
DOI = {"doi": "10.1000/engines.7"}


def people(count: int) -> list[str]:
    """Return so many names, each another."""
    return list(islice(PEOPLE, count))


def work(names: list[str], title: str = "Notes on the engine", **said) -> CitedWork:
    """Return a work that says only what is given here; `editors` are names, `date` is ISO text."""
    blank = {field.name: "" for field in fields(CitedWork)}
    date = PartialDate.parse(said["date"]) if said.get("date") else None
    editors = tuple(split_name(name) for name in said.get("editors", ()))
    defaults = {"type": "article", "language": "en"}
    made = {"title": title, "authors": tuple(map(split_name, names)), "editors": editors, "date": date}
    return CitedWork(**(blank | defaults | said | made))


def article(*names: str, title: str = "Notes on the engine", **said) -> CitedWork:
    """Return an article with volume, issue and pages."""
    return work(list(names), title, **(ARTICLE | {"volume": "3", "issue": "2", "pages": "666-731"} | DOI | said))


REFERENCES = {
    # Articles
    "article": article(ADA),
    "article-two-authors": article(ADA, CHARLES),
    "article-three-authors": article(ADA, CHARLES, MARY),
    "article-six-authors": article(*people(6)),
    "article-seven-authors": article(*people(7)),
    "article-twenty-authors": article(*people(20)),
    "article-twenty-one-authors": article(*people(21)),
    "article-450-authors": article(*people(450)),
    "article-no-authors": article(),
    "article-no-date": article(ADA, date=""),
    "article-year-only": article(ADA, date="1843"),
    "article-full-date": article(ADA, date="1843-09-07"),
    "article-venue-only": work([ADA], **ARTICLE),
    "article-volume-only": work([ADA], volume="12", **ARTICLE),
    "article-issue-only": work([ADA], issue="4", **ARTICLE),
    "article-pages-only": work([ADA], pages="7", **ARTICLE),
    "article-number-for-pages": article(ADA, pages="e1004"),
    "article-long-dashed-pages": article(ADA, pages="1877--1901"),
    "article-short-pages": article(ADA, pages="100-104"),
    "article-close-pages": article(ADA, pages="107-108"),
    "article-listed-pages": article(ADA, pages="3-7, 12"),
    "article-numeric-id-pages": article(ADA, pages="123456"),
    "article-url": article(ADA, doi="", url="https://example.org/notes"),
    "article-doi-only": work([ADA], **ARTICLE, **DOI),
    "article-day-only": work([ADA], **ARTICLE | {"date": "1843-09-07"}),
    "article-same-page": article(ADA, pages="7-7"),
    "article-prefixed-pages": article(ADA, pages="e101-e109"),
    "article-hundreds": article(ADA, pages="1100-1113"),
    "article-over-a-hundred": article(ADA, pages="99-101"),
    "article-cut-pages": article(ADA, pages="1004-7"),
    "article-section-pages": article(ADA, pages="12:1-12:30"),
    "article-nowhere": work([ADA], date="1843"),
    "article-special-issue": article(ADA, volume="A12", issue="Suppl. 1"),
    "article-double-issue": article(ADA, issue="3-4"),
    "article-volume-pages": article(ADA, issue=""),
    "article-issue-pages": article(ADA, volume=""),
    "article-volume-issue": article(ADA, pages=""),
    "article-year-and-volume": work([ADA], volume="12", **ARTICLE | {"date": "1843"}),
    "article-year-and-issue": work([ADA], issue="4", **ARTICLE | {"date": "1843"}),
    "article-year-and-pages": work([ADA], pages="7", **ARTICLE | {"date": "1843"}),
    "article-day-and-volume": work([ADA], volume="12", **ARTICLE | {"date": "1843-09-07"}),
    "article-no-date-volume": work([ADA], volume="12", **ARTICLE | {"date": ""}),
    "article-no-date-url": work([ADA], url="https://example.org/notes", **ARTICLE | {"date": ""}),
    "article-no-authors-no-date": article(date=""),
    # Proceedings papers
    "proceedings": work([ADA, CHARLES], pages="1877-1901", **PROCEEDINGS),
    "proceedings-everything": work(
        [ADA, CHARLES],
        pages="1877-1901",
        volume="33",
        series="Lecture Notes on Engines",
        publisher="Taylor & Sons",
        place="London",
        editors=[MARY, "Augustus De Morgan"],
        **PROCEEDINGS,
        **DOI,
    ),
    "proceedings-series": work([ADA], series="Engine Series", volume="7", pages="1-9", **PROCEEDINGS),
    "proceedings-bare": work([ADA], **PROCEEDINGS),
    "proceedings-publisher": work([ADA], publisher="Taylor & Sons", pages="12-20", **PROCEEDINGS),
    "proceedings-no-venue": work([ADA], type="proceedings-paper", date="2020"),
    "proceedings-url": work([ADA], url="https://aclanthology.org/P19-1001/", pages="1-10", **PROCEEDINGS),
    "proceedings-many": work(people(9), pages="1-10", **PROCEEDINGS),
    "proceedings-editors": work([ADA], editors=[MARY], **PROCEEDINGS),
    "proceedings-editors-volume": work([ADA], editors=[MARY], volume="7", issue="2", **PROCEEDINGS | {"date": "2020"}),
    "proceedings-editors-series": work([ADA], editors=[MARY, CHARLES, ADA], series="Engine Series", **PROCEEDINGS),
    "proceedings-volume": work([ADA], volume="7", pages="12", **PROCEEDINGS),
    "proceedings-volume-issue": work([ADA], volume="7", issue="4", pages="12-15", **PROCEEDINGS),
    "proceedings-volume-only": work([ADA], volume="7", **PROCEEDINGS),
    "proceedings-series-only": work([ADA], series="Engine Series", **PROCEEDINGS),
    "proceedings-lower-case-series": work([ADA], series="Engine series", pages="7", **PROCEEDINGS),
    "proceedings-no-venue-series": work(
        [ADA], type="proceedings-paper", series="Engine series", volume="3", date="2020"
    ),
    "proceedings-month": work([ADA], **PROCEEDINGS | {"date": "2020-07"}),
    "proceedings-no-date": work([ADA], pages="3", **PROCEEDINGS | {"date": ""}),
    "proceedings-no-authors": work([], pages="3", **PROCEEDINGS),
    "proceedings-no-authors-editors": work([], editors=[MARY], pages="3", **PROCEEDINGS),
    "proceedings-place": work([ADA], place="London", pages="3", **PROCEEDINGS),
    # Preprints
    "preprint": work([ADA], **PREPRINT),
    "preprint-two": work([ADA, CHARLES], title="Can engines think? A reply", **PREPRINT),
    "preprint-many": work(people(51), title="Measuring GPT-3 and other engines", **PREPRINT),
    "preprint-no-doi": work([ADA], type="preprint", arxiv="2306.16388", url="https://arxiv.org/abs/2306.16388"),
    "preprint-elsewhere": work([ADA], type="preprint", venue="EngineRxiv", date="2021-03", doi="10.1000/rxiv.1"),
    "preprint-nowhere": work([ADA], type="preprint", date="2021"),
    "preprint-place": work([ADA], publisher="arXiv", place="Ithaca", **PREPRINT),
    "preprint-no-authors": work([], **PREPRINT),
    "preprint-no-date": work([ADA], **PREPRINT | {"date": ""}),
    "preprint-year": work([ADA], venue="arXiv", **PREPRINT | {"date": "2023"}),
    "preprint-question": work([ADA], title="Can engines think?", **PREPRINT),
    "preprint-old-id": work([ADA], type="preprint", arxiv="hep-th/9901001", date="1999-01"),
    # Chapters
    "chapter": work([ADA], pages="7-40", editors=[MARY], publisher="Taylor & Sons", **CHAPTER),
    "chapter-two-editors": work([ADA], pages="7-40", editors=[MARY, CHARLES], publisher="Taylor & Sons", **CHAPTER),
    "chapter-three-editors": work([ADA], pages="7", editors=[MARY, CHARLES, ADA], publisher="Murray", **CHAPTER),
    "chapter-seven-editors": work([ADA], pages="7", editors=people(7), publisher="Murray", **CHAPTER),
    "chapter-everything": work(
        [ADA],
        pages="107-140",
        volume="2",
        series="Engine Series",
        publisher="Murray",
        place="London",
        editors=[MARY],
        **CHAPTER,
        **DOI,
    ),
    "chapter-bare": work([ADA], **CHAPTER),
    "chapter-no-editors": work([ADA], pages="7-40", publisher="Murray", **CHAPTER),
    "chapter-no-authors": work([], pages="7-40", publisher="Murray", **CHAPTER),
    "chapter-no-authors-editors": work([], pages="7-40", editors=[MARY], publisher="Murray", **CHAPTER),
    "chapter-no-venue": work([ADA], type="chapter", pages="7-40", publisher="Murray", date="1851"),
    "chapter-no-date": work([ADA], pages="7-40", publisher="Murray", **CHAPTER | {"date": ""}),
    "chapter-url": work([ADA], pages="7-40", url="https://example.org/c", publisher="Murray", **CHAPTER),
    "chapter-lower-case-venue": work([ADA], pages="7", **CHAPTER | {"venue": "A handbook of engines"}),
    "chapter-volume-named": work([ADA], volume="Spring", pages="7", **CHAPTER),
    "chapter-series": work([ADA], series="Engine Series", pages="7-40", publisher="Murray", **CHAPTER),
    "chapter-volume": work([ADA], volume="2", issue="3", pages="7-40", publisher="Murray", place="London", **CHAPTER),
    # Books
    "book": work([CHARLES], title="On the economy of engines", **BOOK),
    "book-series": work([CHARLES], title="On the economy of engines", venue="Engine Series", volume="2", **BOOK),
    "book-edited": work([], title="The engine and its friends", editors=[MARY, ADA], **BOOK),
    "book-editor-too": work([CHARLES], title="The engine and its friends", editors=[MARY], **BOOK),
    "book-no-publisher": work([CHARLES], title="On engines", type="book", date="1851"),
    "book-isbn-doi": work([CHARLES], title="On engines", isbn="9780262033848", **BOOK, **DOI),
    "book-volume-named": work([CHARLES], title="Engines of war", volume="Spring", issue="2", **BOOK),
    "book-question-volume-named": work([CHARLES], title="Why engines?", volume="Spring", **BOOK),
    "book-series-issue": work([CHARLES], title="The engine", venue="Engine Series", issue="2", **BOOK),
    "book-edited-alone": work([], title="The engine", editors=[MARY], **BOOK),
    "book-edited-series": work([], title="The engine", editors=[MARY], venue="Engine Series", volume="2", **BOOK),
    "book-editor-series": work([ADA], title="The engine", editors=[MARY], venue="Engine Series", volume="2", **BOOK),
    "book-no-authors": work([], title="The engine", **BOOK),
    "book-no-date": work([CHARLES], title="The engine", publisher="Murray", type="book"),
    "book-many-authors": work(people(8), title="The engine", **BOOK),
    "book-many-editors": work([], title="The engine", editors=people(8), **BOOK),
    "book-series-alone": work([CHARLES], title="The engine", venue="Engine Series", **BOOK),
    "book-url": work([CHARLES], title="The engine", url="https://example.org/b", **BOOK),
    "book-quotation": work([CHARLES], title="The “thinking” engine: a reader", **BOOK),
    # Theses, reports, data, software
    "thesis": work(
        [ADA], title="Engines and their limits", type="thesis", publisher="University of London", date="1840"
    ),
    "thesis-url": work([ADA], type="thesis", venue="King's College", url="https://example.org/t", date="1840-06"),
    "thesis-bare": work([ADA], type="thesis", date="1840"),
    "report": work([ADA, CHARLES], type="report", publisher="Royal Society", place="London", date="1840-06-02"),
    "report-url": work([ADA], type="report", publisher="Royal Society", url="https://example.org/r", date="1840"),
    "report-group": work(["Royal Society Engine Committee"], type="report", publisher="Royal Society", date="1840-06"),
    "dataset": work(
        [ADA], title="Tables of Bernoulli numbers", type="dataset", publisher="Zenodo", date="2022-02-01", **DOI
    ),
    "dataset-bare": work([ADA], title="Tables of Bernoulli numbers", type="dataset", date="2022"),
    "software": work([ADA], title="Engine", type="software", publisher="Zenodo", date="2022-02", **DOI),
    "software-url": work([ADA, CHARLES], title="Engine", type="software", url="https://example.org/code", date="2022"),
    "report-several-numbers": work(
        [ADA], type="report", issue="7-8", volume="3", publisher="Royal Society", date="1840"
    ),
    "thesis-doi": work(
        [ADA], type="thesis", publisher="University of London", place="London", date="1840-06-02", **DOI
    ),
    "thesis-no-date": work([ADA], type="thesis", publisher="University of London"),
    "thesis-no-authors": work([], type="thesis", publisher="University of London", date="1840", **DOI),
    "report-number": work([ADA], type="report", publisher="Royal Society", issue="12", date="1840-06", **DOI),
    "report-number-text": work([ADA], type="report", publisher="Royal Society", issue="RS-12", date="1840"),
    "report-no-authors": work([], type="report", publisher="Royal Society", date="1840-06-02"),
    "report-no-date": work([ADA], type="report", publisher="Royal Society"),
    "report-bare": work([ADA], type="report", date="1840"),
    "dataset-no-authors": work([], title="Tables", type="dataset", publisher="Zenodo", date="2022-02-01", **DOI),
    "dataset-no-date": work([ADA], title="Tables", type="dataset", publisher="Zenodo", **DOI),
    "dataset-url": work(
        [ADA], title="Tables", type="dataset", venue="Zenodo", url="https://example.org/d", date="2022-12"
    ),
    "software-place": work([ADA], title="Engine", type="software", place="London", date="2022-02"),
    "software-no-authors": work([], title="Engine", type="software", publisher="Zenodo", date="2022-02-01", **DOI),
    "software-no-date": work([ADA], title="Engine", type="software", publisher="Zenodo", **DOI),
    "software-year": work([ADA], title="Engine", type="software", publisher="Zenodo", date="2022", **DOI),
    "software-bare": work([ADA], title="Engine", type="software", date="2022-02-01"),
    "software-month": work([ADA], title="Engine", type="software", date="2022-02"),
    # Names
    "name-particle": article("Laurens van der Maaten", ADA),
    "name-particle-second": article(ADA, "Laurens van der Maaten", "Ludwig van Beethoven"),
    "name-capital-particle": article("Augustus De Morgan", "Guido Van Rossum"),
    "name-apostrophe": article("Jean d'Alembert", "Clare O'Hara"),
    "name-suffix": article("Martin Luther King Jr.", "Hal Daumé III"),
    "name-suffix-second": article(ADA, "Sammy Davis Jr."),
    "name-middle": article("Ada King Lovelace", "Thomas I. Liao"),
    "name-initials-only": article("J. R. R. Tolkien", "C.S. Lewis"),
    "name-hyphen": article("Jean-Paul Sartre", "Hans-joachim Klein"),
    "name-double": article("García Márquez, Gabriel", "Jean-Luc Smith-Jones"),
    "name-group": article("Engine Collaboration"),
    "name-group-and-person": article(ADA, "Engine Collaboration"),
    "name-group-first": article("Engine Collaboration", ADA),
    "name-mononym": article("Aristotle", "Plato"),
    "name-chinese": article("王小明", ADA),
    "name-chinese-parts": article("王, 小明", ADA),
    "name-korean": article("김철수"),
    "name-cyrillic": article("Иван Петрович Иванов", "Анна Каренина"),
    "name-greek": article("Αλέξης Ζορμπάς"),
    "name-arabic": article("محمد الخوارزمي"),
    "name-diacritics": article("Łukasz Ørsted", "Kamilė Lukošiūtė", "Émile Zola", "Željko Šarić"),
    "name-lower-case": article("bell hooks"),
    "name-arabic-article": article("Muhammad al-Khwarizmi"),
    "name-single-letters": article("Quoc V Le", "J-H Lee", "X Y"),
    "name-abbreviated": article("Yu. A. Gagarin", "Th. Mann"),
    "name-two-parts-particle": article("Ludwig de la Vallée"),
    "name-group-full-stop": article("Engines Inc. Team", "Looms Inc."),
    "name-suffix-many": work(["Martin Luther King Jr.", *people(7)], **PREPRINT),
    # Titles
    "title-question": article(ADA, title="Can engines think?"),
    "title-exclamation": article(ADA, title="Engines!"),
    "title-full-stop": article(ADA, title="Notes on the engine."),
    "title-colon": article(ADA, title="Beyond the engine: quantifying and extrapolating the capabilities of looms"),
    "title-title-case": article(ADA, title="Constitutional AI: Harmlessness from AI Feedback"),
    "title-dash": article(ADA, title="Engines – a survey of what they do, with and without steam"),
    "title-hyphens": article(ADA, title="Few-shot learning on-line for state-of-the-art engines"),
    "title-quotes": article(ADA, title='The “thinking” engine and the "feeling" one'),
    "title-apostrophe": article(ADA, title="What's in an engine's name? Babbage's 'difference' engine"),
    "title-small-words": article(ADA, title="a loom is for life, not just as of now: the way up and over it is in"),
    "title-german": article(ADA, title="Über die Maschine und das Weben", language="de"),
    "title-chinese": article("王小明", title="分析机的笔记", language="zh"),
    "title-math": article(ADA, title="Weaving in $O(n \\log n)$ time & 50% of space"),
    "title-capitals": article(ADA, title="BERT and GPT-3.5 meet iPhone users at NeurIPS"),
    "title-parentheses": article(ADA, title="(Mostly) harmless engines (and looms)"),
    "title-slash": article(ADA, title="Input/output and e-mail for engines"),
    "title-number": article(ADA, title="10 engines of the 1840s"),
    "venue-lower-case": article(ADA, venue="Transactions on engines and the looms"),
    "venue-ampersand": article(ADA, venue="Looms & Engines"),
    "venue-the": article(ADA, venue="The Engine"),
    "venue-question": article(ADA, venue="Which Engine?"),
    "title-last-word": article(ADA, title="what the engine is for"),
    "title-abbreviation": article(ADA, title="engines in the U.S. and abroad, e.g. in the U.K. of old"),
    "title-plain-single-letters": article(ADA, title="n-gram models and k-means: a b-side"),
    "title-inner-quotation-last": article(ADA, title="Weaving the word “loom”"),
    "title-german-venue": article(ADA, title="Über das Weben", venue="Zeitschrift für das weben", language="de"),
    "title-portuguese": article(ADA, title="O motor e o tear", language="pt-BR"),
    "title-british": article(ADA, title="the colour of engines", language="en-GB"),
    "book-last-word": work([CHARLES], title="Winding the engine up", **BOOK),
    "group-with-doi-only": work(["Engine Team"], type="dataset", **DOI),
}
