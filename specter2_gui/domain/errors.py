"""The one exception a person is meant to read."""


class UserError(Exception):
    """Something a person can mend: shown as it stands, never as a traceback.

    ``what`` happened, ``why`` it happened and ``how`` to go on are plain clauses without a final full stop;
    none of them may hold a word of Python.
    """

    def __init__(self, what: str, why: str, how: str) -> None:
        self.what = _clause(what)
        self.why = _clause(why)
        self.how = _clause(how)
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The error on one line, as ``what. why. how.``: three clauses, each with its full stop."""
        return f"{self.what}. {self.why}. {self.how}."


def _clause(text: str) -> str:
    """``text`` on one line and without its final full stop."""
    return " ".join(text.split()).rstrip(".")
