"""Takes out of a question what could tell who asked it, before the question is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.masking import EMAIL, UNSEEN

LINK = re.compile(r"(?:https?://|www\.|t\.me/)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*", re.I)
HANDLE = re.compile(r"(?<!\w)@\w+")
REFERENCE = re.compile(r"\bPR-?[0-9A-Z]{4}-?[0-9A-Z]{4}\b", re.I)
BETWEEN = r"[ \u00a0\u2009\u200d\u202f./()\-\u2010-\u2015]{0,3}"
NUMBER = re.compile(rf"\+?\d(?:{BETWEEN}\d){{4,}}")
"""Five digits or more: also a postcode, a customer number, a date of birth."""

NOT_NAMES = (
    "stored kept shared sold used on in at not never known visible wrong right misspelled "
    "misspelt still also being the a dijual disimpan dihapus dipakai digunakan dibagikan "
    "diberikan dikirim diproses ditampilkan diubah diganti diketahui dicatat disebar dilihat "
    "diambil dan yang atau ada akan bisa juga sudah masih salah di ke apa itu ini kalian"
).split()
"""What may follow “my name is” and “nama saya” without being a name."""
NAME = r"[^\W\d_][\w'’\-]*"
FULL_NAME = rf"{NAME}(?:\s+[A-Z][\w'’\-]*){{0,3}}"
TOLD = re.compile(
    rf"\b((?i:my (?:full )?name(?:\s+is|['’]s|:)|(?:you can )?call me|i am called|"
    rf"nama(?:\s+lengkap)?(?:\s+(?:saya|aku|gue|gua|gw|ku)(?:\s+(?:adalah|itu|ini)|:)?|:)|"
    rf"namaku|saya bernama|atas nama|panggil (?:saya|aku|gue|gw)))\s+"
    rf"(?!(?i:{'|'.join(NOT_NAMES)})\b)({FULL_NAME})"
)
"""“my name is …”: the word after it, and those after that which begin with a capital."""

CALLED = re.compile(
    r"\b((?i:i am|i['’]m|this is|saya|aku|dengan|regards,?|salam,?|mr\.?|mrs\.?|ms\.?|dr\.?|"
    r"pak|bapak|bu|ibu|mas|mbak|kak|dear|hi|halo|hai|hello))\s+([A-Z][\w'’\-]+"
    r"(?:\s+[A-Z][\w'’\-]+){0,3})"
)
"""“I'm Ana”, “Pak Budi”: only words that begin with a capital."""


def redacted(text: str, *, names: Iterable[str] = (), spare: Iterable[str] = ()) -> str:
    """`names` are the asker's own; `spare` are names of companies, which stay readable."""
    kept = {part.casefold() for name in spare for part in name.split()}

    def name(found: re.Match[str]) -> str:
        words = found[2].split()
        is_ours = words[0].casefold() in kept
        return found[0] if is_ours else f"{found[1]} [name]"

    text = UNSEEN.sub("", text)
    for pattern, word in ((LINK, "[link]"), (EMAIL, "[email]"), (HANDLE, "[handle]")):
        text = pattern.sub(word, text)
    text = NUMBER.sub("[number]", REFERENCE.sub("[reference]", text))
    text = CALLED.sub(name, TOLD.sub(name, text))
    for one in sorted({part for whole in names for part in whole.split()}, key=len, reverse=True):
        if len(one) > 1 and one.casefold() not in kept:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "[name]", text, flags=re.I)
    return text
