"""Languages by name or by three-letter code, as the two-letter code (ISO 639-1) that the site keeps."""

import re

from django.conf.locale import LANG_INFO

CODE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
# ISO 639-2, both the bibliographic and the terminological codes, as PubMed and library catalogues use them.
THREE_LETTERS = dict(
    pair.split("=")
    for pair in (
        "afr=af alb=sq sqi=sq ara=ar arm=hy hye=hy aze=az baq=eu eus=eu bel=be ben=bn bos=bs bul=bg cat=ca chi=zh "
        "zho=zh cze=cs ces=cs dan=da dut=nl nld=nl eng=en epo=eo est=et fin=fi fre=fr fra=fr geo=ka kat=ka ger=de "
        "deu=de gle=ga glg=gl gre=el ell=el heb=he hin=hi hrv=hr hun=hu ice=is isl=is ind=id ita=it jpn=ja kor=ko "
        "lat=la lav=lv lit=lt mac=mk mkd=mk mal=ml may=ms msa=ms mon=mn nob=nb nno=nn nor=no per=fa fas=fa pol=pl "
        "por=pt rum=ro ron=ro rus=ru slo=sk slk=sk slv=sl spa=es srp=sr swa=sw swe=sv tam=ta tha=th tur=tr ukr=uk "
        "urd=ur uzb=uz vie=vi wel=cy cym=cy"
    ).split()
)
NAMES = {
    name.lower(): code
    for code, known in LANG_INFO.items()
    if len(code) == 2 and "name" in known
    for name in (known["name"], known["name_local"])
} | {"chinese": "zh", "norwegian": "no", "portuguese": "pt", "latin": "la"}


def language_code(text: str) -> str:
    """Return the code of a language given by code or name: "en" for en, eng, English and en_US; "" where unknown.

    A region stays (pt-BR), except the bare one of English, which titles are not told apart by.
    """
    text = text.strip().replace("_", "-")
    language, _dash, region = text.partition("-")
    code = THREE_LETTERS.get(language.lower()) or NAMES.get(text.lower()) or language.lower()
    code = f"{code}-{region}" if region and code != "en" else code
    return code if CODE.fullmatch(code) else ""
