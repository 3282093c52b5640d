"""Whether a machine wrote a mail, by what its headers say (RFC 3834 and the habits before it)."""

from collections.abc import Callable


def wrote(header: Callable[[str], str]) -> bool:
    """Whether a machine wrote it. `header` gives a header's value by its name in small letters, empty when there is none.

    A mailing list passes on what people write: its «Precedence: list» or «bulk» says nothing of the writer.
    """
    kind = header("content-type").partition(";")[0].strip().lower()
    return (
        header("auto-submitted").partition(";")[0].partition("(")[0].strip().lower() not in ("", "no")
        or header("precedence").strip().lower() in ("junk", "auto_reply")
        or "".join(header("return-path").split()) == "<>"
        or kind == "multipart/report"
        or any(header(name).strip().lower() not in ("", "no") for name in ("x-autoreply", "x-autorespond", "x-auto-reply"))
    )
