"""The one kind of exception that a person is meant to read."""


class UserError(Exception):
    """Something a person can mend: shown as it stands, never as a traceback.

    ``what`` happened, ``why`` it happened and ``how`` to go on are plain clauses; none of them may hold a word of
    Python. Each is kept so that it reads as a sentence once it gets its full stop: on one line, and with a capital
    letter unless it begins with a name, such as that of a file or setting.
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


class DivergedError(UserError):
    """A training left the finite numbers; going on from where it stood would lead there again."""


def _clause(text: str) -> str:
    """``text`` as a sentence on one line, without its final full stop."""
    line = " ".join(text.split()).rstrip(".")
    is_name = not line.partition(" ")[0].isalpha()  # adapter.safetensors, train.lr, specter2-gui
    return line if is_name else line[0].upper() + line[1:]
