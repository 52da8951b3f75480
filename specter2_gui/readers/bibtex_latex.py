"""LaTeX as it stands in BibTeX fields, as plain text: accents, letters, symbols, braces and simple formulas.

One pass from left to right whose time grows with the length of the text alone, because fields come from anywhere. Anything that is not known stays as it is,
and a bare ``%`` or ``$`` is text: most programs that write BibTeX do not escape them.
"""

import re
import unicodedata
from typing import Final

_ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS: Final = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_SYMBOLS: Final = {
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "texteuro": "€", "EUR": "€", "dag": "†", "ddag": "‡", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "degree": "°", "circ": "°", "textmu": "µ", "micro": "µ", "textbackslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">",
    "textquotesingle": "'", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotedbl": '"', "guillemotleft": "«", "guillemotright": "»", "glqq": "„", "grqq": "“", "textendash": "–", "textemdash": "—",
    "ldots": "…", "dots": "…", "textellipsis": "…", "cdots": "⋯", "textbullet": "•", "textperiodcentered": "·", "cdot": "·",
    "textexclamdown": "¡", "textquestiondown": "¿", "hyphen": "-", "slash": "/", "colon": ":", "space": " ", "quad": " ", "qquad": " ",
    "pm": "±", "mp": "∓", "times": "×", "div": "÷", "ast": "*", "star": "⋆", "sim": "~", "simeq": "≃", "approx": "≈", "neq": "≠", "ne": "≠",
    "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "ll": "≪", "gg": "≫", "lt": "<", "gt": ">",
    "equiv": "≡", "propto": "∝", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "in": "∈",
    "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀", "exists": "∃", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "mapsto": "↦", "uparrow": "↑", "downarrow": "↓",
    "prime": "′", "angle": "∠", "perp": "⊥", "parallel": "∥", "oplus": "⊕", "otimes": "⊗", "ell": "ℓ", "hbar": "ℏ", "deg": "deg",
    "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varsigma": "ς", "varrho": "ϱ", "varkappa": "ϰ", "textalpha": "α", "textbeta": "β",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos", "max": "max", "min": "min",
}  # fmt: skip
_GREEK: Final = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
})  # fmt: skip
_SILENT: Final = frozenset({
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textsl", "textup", "textnormal",
    "text", "mbox", "hbox", "fbox", "ensuremath", "mathrm", "mathit", "mathbf", "mathsf", "mathtt", "mathcal",
    "mathbb", "mathfrak", "mathscr", "boldsymbol", "operatorname", "underline", "uppercase", "lowercase",
    "MakeUppercase", "MakeLowercase", "url", "path", "textsuperscript", "textsubscript", "it", "bf", "em",
    "rm", "sc", "tt", "sf", "sl", "itshape", "bfseries", "scshape", "ttfamily", "rmfamily", "sffamily",
    "normalfont", "tiny", "small", "large", "Large", "footnotesize", "normalsize", "displaystyle", "textstyle",
    "scriptstyle", "limits", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "protect", "relax",
    "null", "allowbreak", "nobreak", "newline", "par", "noindent", "hfill", "textcolor", "foreignlanguage",
    "enquote", "MakeTextUppercase", "hspace", "vspace",
})  # fmt: skip
"""Commands that say how something looks; what they are applied to stays."""
_ESCAPED: Final = {
    "\\": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
    "|": "",
}
"""A backslash and one of these: a space, or nothing at all."""
_LITERAL: Final = frozenset("&%$#_{}")
_DELIMITERS: Final = frozenset("()[]")

_ANY: Final = re.compile(r"[\\{}$~]|--|``|''")
_TOKEN: Final = re.compile(
    r"\\(?P<name>[A-Za-z]+)\*?(?P<gap>\s*)|\\(?P<one>[^A-Za-z])|(?P<brace>[{}])|(?<=\S)(?P<tie>~)(?=\S)|(?P<dash>---?)|(?P<quote>``|'')"
)
_FORMULA: Final = re.compile(r"(?<!\\)\$([^$\n]{1,400})(?<!\\)\$")
_IS_FORMULA: Final = re.compile(r"[\\^_{}=<>]|^\s*\S\s*$")
_FRACTION: Final = re.compile(r"\\[dt]?frac\{([^{}]{1,100})\}\{([^{}]{1,100})\}")
_SUBSCRIPT: Final = re.compile(r"(?<!\\)_")
_ENDS_IN_COMMAND: Final = re.compile(r"\\[A-Za-z]+\Z")
_NEXT_IS_LETTER: Final = re.compile(r"\s*\{|\s+[^\W\d_]|\\[ij](?![A-Za-z])|\{\\")
_UNESCAPED: Final = re.compile(r"\\([&%$#_{}~])")


def decoded(text: str) -> str:
    r"""``text`` without LaTeX: ``Caf{\'e}`` is ``Café``, ``$\alpha$`` is ``α``."""
    if not _ANY.search(text):
        return text
    text = _FORMULA.sub(_formula, _FRACTION.sub(r"{\1/\2}", text))
    written = _Written()
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() < end:
            continue
        written.add(text[end : token.start()])
        end = _write(token, written)
    written.add(text[end:])
    return written.text()


def verbatim(text: str) -> str:
    """``text`` of a field that is no prose, such as a DOI: without braces and the backslashes before special characters."""
    return _UNESCAPED.sub(r"\1", text).replace("{", "").replace("}", "").strip()


def _formula(found: re.Match[str]) -> str:
    inside = found[1]
    if not _IS_FORMULA.search(inside):
        return found[0]
    return _SUBSCRIPT.sub("", inside) + ("{}" if _ENDS_IN_COMMAND.search(inside) else "")


class _Written:
    """The plain text so far; an accent waits for the letter that it stands on."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._accents = ""

    def accent(self, mark: str) -> None:
        if len(self._accents) < 4:  # no letter has more, and a heap of accents shall not cost time
            self._accents += mark

    def add(self, text: str) -> None:
        if self._accents:
            text = text.lstrip()
            if text:
                first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
                if first.isalpha():
                    first = unicodedata.normalize("NFC", first + self._accents)
                text = first + text[1:]
                self._accents = ""
        self._parts.append(text)

    def text(self) -> str:
        return "".join(self._parts)


def _write(token: re.Match[str], written: _Written) -> int:
    """Write what ``token`` stands for; where the text goes on behind it."""
    kind, value = str(token.lastgroup), token[0]
    if token["name"] is not None:
        return _write_command(token, written)
    if kind == "one":
        return _write_escape(token, written)
    if kind == "quote":
        written.add("“" if value == "``" else "”")
    elif kind == "dash":
        written.add("–" if value == "--" else "—")
    elif kind == "tie":
        written.add(" ")
    return token.end()


def _write_escape(token: re.Match[str], written: _Written) -> int:
    """Write a backslash with one character that is no letter; an accent over an empty group is the character itself."""
    character, behind = token["one"], token.end()
    if character in _ACCENTS:
        if token.string.startswith("{}", behind):
            written.add(character)
            return behind + 2
        written.accent(_ACCENTS[character])
    elif character in _LITERAL:
        written.add(character)
    elif character in _ESCAPED:
        written.add(_ESCAPED[character])
    elif character not in _DELIMITERS:
        written.add("\\" + character)
    return behind


def _write_command(token: re.Match[str], written: _Written) -> int:
    r"""Write a command of letters. A letter such as ``\ss`` swallows the space behind it, a symbol does not: people forget the braces."""
    name, behind = token["name"], token.end("name")
    if name in _ACCENTS and _NEXT_IS_LETTER.match(token.string, behind):
        written.accent(_ACCENTS[name])
        return token.end()
    if name in _LETTERS:
        written.add(_LETTERS[name])
        return token.end()
    symbol = _symbol(name)
    if symbol is not None:
        written.add(symbol)
        return behind
    if name in _SILENT or token.string.startswith(
        "{", behind
    ):  # an unknown command on a group is most often one of looks
        return token.end()
    written.add("\\" + name)
    return behind


def _symbol(name: str) -> str | None:
    if name.lower() in _GREEK and name[1:].islower():
        size = "SMALL" if name[0].islower() else "CAPITAL"
        return unicodedata.lookup(f"GREEK {size} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
    return _SYMBOLS.get(name)
