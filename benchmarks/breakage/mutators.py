"""Ways to change a file so that it still passes the first parser: by words, values or members.

A blind change of bytes is refused by the parser of TOML, JSON or zip before a line of the planner has run.
Each function takes what a file holds and a source of chance and returns what it holds afterwards.
"""

import gzip
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

Mutate = Callable[[bytes, Random], bytes]

WORD = re.compile(rb'"[^"\n]*"|[\w.\x80-\xff]+|[^\S\n]+|\n|.', re.ASCII | re.DOTALL)
HOSTILE: tuple[Any, ...] = (
    *(
        0,
        1,
        -1,
        2,
        7,
        60,
        255,
        65536,
        2**31,
        2**63,
        -(2**63),
        10**18,
        10**40,
        10**400,
        0.1,
        0.5,
        -0.0,
        1e-300,
    ),
    *(
        1e300,
        1.5,
        99.9,
        True,
        False,
        None,
        "",
        " ",
        "-",
        "0",
        "00",
        "1.250",
        "1,5",
        "1.250,5",
        "1e5",
        "1e400",
    ),
    *(
        "nan",
        "inf",
        "-inf",
        "٣",
        "²",
        "½",
        "1_000",
        "9" * 16,
        "9" * 7000,
        "a" * 3000,
        "ya",
        "tidak",
        "x",
        "true",
    ),
    *(
        "53",
        "53.01",
        "5301",
        "53.01.01.2001",
        "5301012001",
        "53.1.1.2001",
        "53.01.01.*",
        "*",
        "..",
        "../..",
        "/",
    ),
    *(
        "2018-05-07",
        "07/05/2018",
        "7 Mei 2018",
        "Senin, 7 Mei 2018",
        "31/02/2018",
        "0001-01-01",
        "9999-12-31",
    ),
    *(
        "2018-05-07 s.d. 2018-05-18",
        "1900-01-01 s.d. 2200-12-31",
        "s.d.",
        "2018-05-07T00:00:00+09:00",
        "24:00",
    ),
    *(
        "08:00",
        "8.00",
        "25:61",
        "Sen-Jum",
        "Minggu",
        "setiap hari",
        "Ramadan",
        "Januari,Februari",
        "4G",
        "genset",
    ),
    *(
        "B",
        "T1",
        "T2",
        "Timor",
        "Dekat",
        "Jauh",
        "Bolok",
        "CONTOH",
        "JUMLAH",
        "TOTAL",
        "NIK",
        "Kode Desa",
        "ID",
    ),
    *(
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\xa0",
        "\U0001f600",
        "'",
        '"',
        '""',
        ";",
        ",",
        "\t",
        "\r",
    ),
    *(
        "\n",
        "=1+1",
        "@x",
        "{urut}",
        "{urut:99}",
        "{{7*7}}",
        "{",
        "}",
        "[]",
        "[[",
        "{}",
        "<b>",
        "&amp;",
        "]]>",
        "%s",
    ),
)


def changed_words(content: bytes, chance: Random, words: list[bytes]) -> bytes:
    """Return a text in which a few words are replaced, left out, doubled or moved, or whole lines are."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        if chance.random() < 0.25:
            content = _changed_lines(content, chance)
            continue
        found = WORD.findall(content)
        if not found:
            return chance.choice(words)
        at = chance.randrange(len(found))
        way = chance.random()
        if way < 0.5:
            found[at] = chance.choice(words)
        elif way < 0.6:
            found[at] = _nudged(found[at], chance)
        elif way < 0.7:
            del found[at]
        elif way < 0.8:
            found.insert(at, chance.choice(words))
        elif way < 0.9:
            found[at] = found[chance.randrange(len(found))]
        else:
            other = chance.randrange(len(found))
            found[at], found[other] = found[other], found[at]
        content = b"".join(found)
    return content


def _changed_lines(content: bytes, chance: Random) -> bytes:
    """Return a text with a line left out, doubled, moved, or many times there."""
    lines = content.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(5)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at:at] = [lines[at]] * chance.choice((1, 2, 5, 30))
    else:
        lines[at] += lines[other]
    return b"\n".join(lines)


def _nudged(word: bytes, chance: Random) -> bytes:
    """Return a number that is a little or much larger or smaller; other words with one sign changed."""
    if word.isdigit() and len(word) < 300:
        number = int(word)
        return str(chance.choice((number + 1, number - 1, number * 10, number * 10**9, -number))).encode()
    at = chance.randrange(len(word) + 1)
    return word[:at] + bytes([chance.randrange(256)]) + word[at + chance.randrange(2) :]


def words_of(*contents: bytes) -> list[bytes]:
    """Return the words of some texts, and hostile ones as text, in quotation marks and bare."""
    own = {word for content in contents for word in WORD.findall(content) if len(word) < 100}
    plain = [str(value).encode("utf-8", "replace") for value in HOSTILE if not _is_long(value)]
    quoted = [_quoted(value) for value in HOSTILE if isinstance(value, str)]
    return [*sorted(own), *plain, *quoted, str(10**40).encode(), b"1" * 400]


def _is_long(value: object) -> bool:
    return isinstance(value, int) and abs(value) > 10**100


def _quoted(value: str) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


# --- JSON ------------------------------------------------------------------------------------------------


def changed_json(content: bytes, chance: Random, fallback: Mutate) -> bytes:
    """Return JSON in which a few values are replaced, left out, doubled or swapped."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return fallback(content, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        value = _changed_value(value, chance)
    with suppress(ValueError, RecursionError):
        return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return content


def changed_json_lines(content: bytes, chance: Random, fallback: Mutate) -> bytes:
    """Return lines of JSON, one of which is changed as JSON, left out, doubled or moved."""
    if chance.random() < 0.25:
        return _changed_lines(content, chance)
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = changed_json(lines[at], chance, fallback)
    return b"\n".join(lines)


def _changed_value(value: Any, chance: Random) -> Any:
    """Return ``value`` with one place in it changed."""
    places = _places(value)
    if not places:
        return _hostile(chance)
    holder, key = chance.choice(places)
    way = chance.random()
    if way < 0.5:
        holder[key] = _hostile(chance)
    elif way < 0.65:
        other, its = chance.choice(places)
        with suppress(KeyError, IndexError):
            holder[key] = other[its] if other[its] is not value else None
    elif way < 0.8:
        del holder[key]
    elif way < 0.9 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif isinstance(holder, dict):
        holder[str(_hostile(chance, short=True))] = holder.pop(key)
    else:
        holder[key] = [holder[key]]
    with suppress(ValueError, RecursionError):  # no value may hold itself
        return json.loads(json.dumps(value))
    return None


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return the holder and the key or position of every value below the top."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = (
            list(holder)
            if isinstance(holder, dict)
            else range(len(holder))
            if isinstance(holder, list)
            else ()
        )
        for key in keys:
            found.append((holder, key))
            waiting.append(holder[key])
    return found


def _hostile(chance: Random, *, short: bool = False) -> Any:
    values = [value for value in HOSTILE if not _is_long(value)]
    value = chance.choice([*values, [], {}, [[]], [1, 2], {"x": 1}, float("nan"), float("inf")])
    return str(value)[:20] if short else value


def sealed_anew(content: bytes, chance: Random) -> bytes:
    """Return a history whose seals fit the changed lines; sometimes as it is."""
    from planner.replanning.seals import digest, sealed

    if chance.random() < 0.3:
        return content
    lines, seal = [], ""
    for line in content.split(b"\n"):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict) and record.get("kind") == "text":
            record["id"] = digest(str(record.get("salt")), str(record.get("text")))
        elif isinstance(record, dict):
            is_sealed = record.pop("seal", None) is not None
            bare = record if is_sealed else {k: v for k, v in record.items() if k not in ("who", "reason")}
            seal = sealed(seal, bare)
            record |= {"seal": seal} if is_sealed else {}
        lines.append(line if record is None else json.dumps(record).encode())
    return b"\n".join(lines)


# --- packages --------------------------------------------------------------------------------------------


def changed_zip(content: bytes, chance: Random, inner: Mutate, bare: Mutate) -> bytes:
    """Return a package with one member changed, left out, doubled or renamed; sometimes its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = [(name, package.read(name)) for name in package.namelist()]
    except Exception:  # whatever an earlier change did to it
        return bare(content, chance)
    if not members or chance.random() < 0.15:
        return bare(content, chance)
    at = chance.randrange(len(members))
    name, part = members[at]
    way = chance.random()
    if way < 0.85:
        is_text = part[:1] == b"<" or name.endswith((".prj", ".cpg"))
        members[at] = name, (inner if is_text else bare)(part, chance)
    elif way < 0.9:
        del members[at]
    elif way < 0.95:
        members.append((name, members[chance.randrange(len(members))][1]))
    else:
        members[at] = chance.choice(("x", name.upper(), f"a/{name}", f"../{name}", "xl/workbook.xml")), part
    return packed(members)


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """Return a zip of some members, not packed tightly: that would only cost time."""
    made = io.BytesIO()
    with suppress(UserWarning), zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, part in members:
            package.writestr(zipfile.ZipInfo(name), part)
    return made.getvalue()


# --- SQLite ----------------------------------------------------------------------------------------------


def changed_database(content: bytes, chance: Random, inner: Mutate, bare: Mutate) -> bytes:
    """Return a GeoPackage or store in which some cells, rows or tables are otherwise; or its bytes."""
    if chance.random() < 0.2:
        return bare(content, chance)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(content)
        for trigger in [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        ]:
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for _ in range(chance.choice((1, 1, 2, 3))):
            with suppress(sqlite3.Error, OverflowError):
                _changed_table(connection, chance, inner)
        return bytes(connection.serialize())
    except (sqlite3.Error, ValueError):
        return bare(content, chance)
    finally:
        connection.close()


def _changed_table(connection: sqlite3.Connection, chance: Random, inner: Mutate) -> None:
    """Change one cell of a random row, or what holds it."""
    found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    table = chance.choice([name for (name,) in connection.execute(found)])
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    column = chance.choice(columns)
    rows = [row for (row,) in connection.execute(f'SELECT rowid FROM "{table}"')]
    way = chance.random()
    if way < 0.03:
        connection.execute(f'DROP TABLE "{table}"')
    elif way < 0.06:
        connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
    elif way < 0.09:
        connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "{chance.choice("xyz")}"')
    elif rows and way < 0.14:
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (chance.choice(rows),))
    elif rows:
        row = chance.choice(rows)
        (old,) = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (row,)).fetchone()
        new = _changed_cell(old, chance, inner)
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, row))


def _changed_cell(old: Any, chance: Random, inner: Mutate) -> Any:
    """Return a hostile value, or the old one with a few words or bytes changed; packed texts stay packed."""
    if isinstance(old, bytes) and old[:2] == b"\x1f\x8b" and chance.random() < 0.9:
        with suppress(OSError, EOFError, zlib.error):
            return gzip.compress(inner(gzip.decompress(old), chance), 1, mtime=0)
    if isinstance(old, bytes):
        return inner(old, chance)
    if isinstance(old, str) and chance.random() < 0.6:
        return inner(old.encode(), chance).decode("utf-8", "replace")
    value = _hostile(chance)
    if isinstance(value, list | dict):
        return json.dumps(value)
    return value if not isinstance(value, int) or abs(value) < 2**63 else str(value)
