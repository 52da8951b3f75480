"""Plain text from text with HTML, JATS or MathML in it; what only looks like a tag, such as ``p<0.05``, stays."""

import re
from html import unescape
from typing import Final

_MOST_PASSES: Final = 10
"""Escaped markup shows only when the escapes are gone; texts that are escaped more often than this keep the rest."""

_INLINE = """
    a abbr b bdi bdo big bold cite code def-list em email ext-link fn font i inline-formula italic mark monospace named-content
    overline q roman s sans-serif sc small span strike strong style styled-content sub sup tt u underline uri xref
    annotation annotation-xml maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mroot mrow ms mspace msqrt mstyle msub msubsup msup mtext munder munderover none semantics tex-math
"""
_BLOCK = """
    abstract abstracttext alternatives blockquote body br break caption center dd disp-formula div dl dt figure graphic h1 h2
    h3 h4 h5 h6 head hr html img inline-graphic label li list list-item mtable mtd mtr object ol otherabstract p para pre sec
    section simple-para table tbody td tfoot th thead title title-group tr trans-abstract ul
"""
_BLOCKS: Final = frozenset(_BLOCK.split())
_NAMES: Final = "|".join(sorted(map(re.escape, _INLINE.split() + _BLOCK.split()), key=len, reverse=True))

_PREFIX: Final = r"(?:(?:jats|mml|html|xhtml|ns\d|m|h|x|ce|sb):)?"
_ATTRIBUTE: Final = r"""\s++[\w:.-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=]++)"""
_TAG: Final = re.compile(rf"<(/?){_PREFIX}({_NAMES})((?:{_ATTRIBUTE})*+)\s*+(/?)>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&((?:amp;)*+)(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
"""A character reference, also one that was escaped several times over."""

_UNSEEN: Final = (
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?xml\b", re.IGNORECASE), "?>"),
    (re.compile(rf"<{_PREFIX}annotation(?:-xml)?(?:{_ATTRIBUTE})*+\s*+>", re.IGNORECASE), "</{prefix}annotation"),
    (
        re.compile(rf"<{_PREFIX}tex-math(?:{_ATTRIBUTE})*+\s*+>(?=\s*+\\documentclass)", re.IGNORECASE),
        "</{prefix}tex-math",
    ),
)
"""Beginnings and ends of what no reader sees: comments, and formulas that are there a second time for machines."""


def plain(text: str) -> str:
    """``text`` without markup: known tags go (a space stands for one that begins a line), references become characters.

    What is left has no markup in it: done again it changes nothing. Time is linear in the length of ``text``.
    """
    for _ in range(_MOST_PASSES):
        if "<" not in text and "&" not in text:
            break
        found = _ENTITY.sub(_character, _without_tags(text))
        if found == text:
            break
        text = found
    return text


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = text.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in text else text
    for begin, end in _UNSEEN:
        text = _without(text, begin, end)
    closes = "</" in text

    def kept(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if len(name) == 1 and name != "p" and not (closes or tag[3]):
            return tag[0]  # physicists write an average as <A>; a tag would be closed somewhere
        return " " if name in _BLOCKS else ""

    return _TAG.sub(kept, text)


def _without(text: str, begin: re.Pattern[str], end: str) -> str:
    """``text`` without the parts from ``begin`` to ``end``; one that never ends stays."""
    parts: list[str] = []
    position = 0
    for found in begin.finditer(text):
        if found.start() < position:
            continue
        closing = text.find(end.format(prefix=_prefix_of(found[0])), found.end())
        if closing < 0:  # nor will a later one find its end
            break
        parts.append(text[position : found.start()])
        position = closing if end.startswith("</") else closing + len(end)
    return "".join(parts) + text[position:] if parts else text


def _prefix_of(tag: str) -> str:
    before, colon, _ = tag[1:].partition(":")
    return before + colon if colon and before.isalnum() else ""


def _character(found: re.Match[str]) -> str:
    if found[2]:
        return unescape(f"&{found[2]};")
    return "&" if found[1] else found[0]
