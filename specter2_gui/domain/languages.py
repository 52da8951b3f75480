"""One name for each language, whatever form a file writes it in."""

from typing import Final

_FORMS: Final = """
    Afrikaans af afr|Arabic ar ara|Bulgarian bg bul|Catalan ca cat|Chinese zh chi zho zh-cn zh-tw zh-hans zh-hant|Croatian hr hrv
    Czech cs cze ces|Danish da dan|Dutch nl dut nld nederlands|English en eng en-us en-gb en-au en-ca anglais englisch
    Esperanto eo epo|Estonian et est|Finnish fi fin|French fr fre fra français francais fr-fr französisch|Greek el gre ell
    German de ger deu deutsch de-de de-at de-ch allemand|Hebrew he heb iw|Hindi hi hin|Hungarian hu hun|Icelandic is ice isl
    Indonesian id ind|Irish ga gle|Italian it ita italiano it-it|Japanese ja jpn jp|Korean ko kor kr|Latin la lat|Latvian lv lav
    Lithuanian lt lit|Malay ms may msa|Norwegian no nor nb nob nn nno|Persian fa per fas|Polish pl pol polski
    Portuguese pt por pt-br pt-pt português portugues|Romanian ro rum ron|Russian ru rus русский|Serbian sr srp scr
    Slovak sk slo slk|Slovenian sl slv slovene|Spanish es spa español espanol castellano es-es|Swedish sv swe svenska
    Thai th tha|Turkish tr tur türkçe|Ukrainian uk ukr|Vietnamese vi vie|Welsh cy wel cym
"""


def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _FORMS.replace("\n", "|").split("|"):
        name, *forms = line.split() or [""]
        names |= dict.fromkeys((form.casefold() for form in (name, *forms)), name)
    names.pop("", None)
    return names


_NAMES: Final = _names()


def language_name(text: str) -> str:
    """The English name of the language ``text`` (a code of ISO 639, or a name); unknown ones and several stay as written."""
    return _NAMES.get(text.casefold().replace("_", "-").rstrip("."), text)
