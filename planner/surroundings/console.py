"""What a program prints: readable in any console, and no reason to stop when nobody can read it."""

import codecs
import io
import json
import os
import sys
import unicodedata
from typing import Any

READABLE = {
    **dict.fromkeys("‘’‚‛′ʹʻʼʽʾʿˈ´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{"±": "+-", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "×": "x", "÷": "/", "⁄": "/", "°": " deg"},
    **{"→": "->", "←": "<-", "⇒": "=>", "✓": "v", "✔": "v", "✗": "x", "✘": "x", "·": ".", "•": "*"},
    **{"©": "(c)", "®": "(R)", "€": "EUR", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l"},
    **{"ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe"},
}
ERRORS = "planner.readable"  # the name of the handler, as `errors=` of a stream


def readable(fault: UnicodeError) -> tuple[str, int]:
    """Return ASCII for signs that a console lacks, and where to go on; a handler of :mod:`codecs`.

    >>> codecs.register_error(ERRORS, readable)
    >>> "± 3 – Oé’u, ½ km, 村".encode("ascii", ERRORS).decode()
    "+- 3 - Oe'u, 1/2 km, ?"
    """
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_plain, fault.object[fault.start : fault.end])), fault.end


def _plain(sign: str) -> str:
    """Return one sign in ASCII: one that means the same, the letter without its marks, else a ``?``."""
    if "\udc80" <= sign <= "\udcff":  # a byte of a file's name that is no text
        return f"\\x{ord(sign) - 0xDC00:02x}"
    parts = unicodedata.normalize("NFKD", READABLE.get(sign, sign))
    found = "".join(part if part.isascii() else READABLE.get(part, "") for part in parts)
    is_silent = unicodedata.combining(sign) or unicodedata.category(sign) == "Cf"
    return found if found or is_silent else "?"


def print_json(value: Any) -> None:
    """Print one JSON object on stdout, in ASCII alone unless stdout is UTF-8: it reads back the same."""
    text = json.dumps(value, ensure_ascii=False)
    print(text if _is_sent_whole(text) else json.dumps(value))


def _is_sent_whole(text: str) -> bool:
    """Return whether a reader who takes stdout for UTF-8, as JSON is sent (RFC 8259), gets ``text``."""
    try:
        is_utf8 = codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"
        return is_utf8 and bool(text.encode())
    except (UnicodeEncodeError, AttributeError):  # half a letter in a file's name; no stdout at all
        return False


class Unbreakable(io.RawIOBase):
    """Bytes on their way to a stream. Once that takes no more they are dropped, and the reason is kept.

    So a plan is made and written also where its summary cannot be: the disk that stdout goes to is full, or
    the reader has gone, as ``| head`` does.

    Parameters
    ----------
    raw
        The stream.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self.fault: OSError | None = None

    def write(self, data: Any) -> int | None:
        """Pass ``data`` on, or drop it; return how many bytes were taken."""
        if self.fault is None:
            try:
                return self._raw.write(data)
            except OSError as fault:
                self.fault = fault
        return len(data)

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the stream."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return self._raw.isatty()


def take_over() -> tuple[Unbreakable, Unbreakable]:
    """Make stdout and stderr readable and unbreakable; return what is below them.

    Descriptors that are closed are opened upon nothing: the next file would else get the number of stdout,
    and what a library prints there would go into that file.
    """
    codecs.register_error(ERRORS, readable)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free: this one
    sys.stdout, below_stdout = _taken_over(sys.stdout)
    sys.stderr, below_stderr = _taken_over(sys.stderr)
    return below_stdout, below_stderr


def _taken_over(stream: Any) -> tuple[io.TextIOWrapper, Unbreakable]:
    """Return a stream like ``stream`` that never fails, and what is below it."""
    if stream is None:  # it was closed when Python started, or there is none (pythonw)
        below = Unbreakable(io.FileIO(os.devnull, "w"))
        return io.TextIOWrapper(io.BufferedWriter(below), encoding="utf-8", errors=ERRORS), below
    stream.flush()
    below = Unbreakable(getattr(stream.buffer, "raw", stream.buffer))  # -u has no buffer between
    is_prompt = stream.line_buffering or stream.write_through
    taken = io.TextIOWrapper(
        io.BufferedWriter(below), encoding=stream.encoding, errors=ERRORS, line_buffering=is_prompt
    )
    return taken, below
