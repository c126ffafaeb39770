"""Every word people see in files, in Bahasa Indonesia (``id``) and English (``en``)."""

from typing import Literal

Language = Literal["id", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # key: (Bahasa Indonesia, English)
    "team": ("Tim", "Team"),
    "village": ("Desa/Kelurahan", "Village"),
    "district": ("Kecamatan", "District"),
    "backlog": ("Belum Rekam", "Not recorded"),
}


def word(key: str, language: Language = "id") -> str:
    """Return the word for ``key``.

    Raises
    ------
    KeyError
        For a key that nobody has written down.

    >>> word("district")
    'Kecamatan'
    >>> word("district", "en")
    'District'
    """
    return WORDS[key][0 if language == "id" else 1]
