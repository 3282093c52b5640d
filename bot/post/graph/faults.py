"""What a call to Microsoft may come to, other than an answer."""

from bot.errors import BotError, PostFailed


class Rejected(PostFailed):
    """Microsoft said no, for certain. `status` is HTTP's, `code` is Microsoft's own word."""

    def __init__(self, message: str, status: int, code: str, *, permanent: bool) -> None:
        super().__init__(message, permanent=permanent)
        self.status = status
        self.code = code


class Garbled(PostFailed):
    """Microsoft answered something that cannot be read."""


class TooLarge(PostFailed):
    """An answer is larger than it may be."""


class Unanswered(BotError):
    """The call may have had its effect, or not. `after` is how many seconds the server asks us to wait, if it does."""

    def __init__(self, message: str, after: float | None = None, *, missing: bool = False) -> None:
        super().__init__(message)
        self.after = after
        self.missing = missing
