"""The faults a caller may meet. The docstring is the message. What a person wrote wrong is a value: `cycle.model.Fault`."""


class BotError(Exception):
    """Something went wrong."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class WorkspaceFaulty(BotError):
    """The workspace has faults; run `aarshjul check`."""


class Unknown(BotError):
    """No such group, occurrence, step or draft."""


class Refused(BotError):
    """What was asked for cannot be done now."""


class JournalFailed(BotError):
    """The journal cannot be reached."""


class PostFailed(BotError):
    """A letter did not leave. `permanent` says whether trying again may help."""

    def __init__(self, message: str = "", *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Unclear(BotError):
    """It is not known yet whether a letter has left; the post is asked again later."""


class TemplateFaulty(BotError):
    """A template does not render."""
