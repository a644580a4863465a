"""Tells whether somebody writes English, Indonesian, or both at once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_ENGLISH = frozenset(
    """a about account after all am an and any anyone are as at be because been before but
    by can companies company could data delete did do does don't email english for from
    get give got had has have hello help here hey hi how i i'm if in information into is
    it it's its just keep kept know let like long made make many may me message more much
    my need never no not now of off ok old on one only or other our out over people please
    policy privacy right said say see sell send share she should show so some someone stop
    store sure tell than thank thanks that the their them then there these they thing this
    those to told too u under up ur us use used very want was way we what whats when where
    which who whom whose why will with without would wrong yes you your""".split()
)
_INDONESIAN = frozenset(
    """ada adalah aja akan akun aku anda antara apa apakah atas atau bagaimana bagi bahwa
    bakal banget belum berapa bgt bisa blm boleh buat bukan cara dalam dan dapat dari data
    deh dengan di dia dimana dipake dong dr dulu emang ga gak gan gimana gitu gmn gua gue
    gw halo hapus harus hp ini itu jadi jangan jual juga kak kalau kalian kalo kami kamu
    kan kapan karena kasih kata kayak ke kenapa ketentuan kita klo kok kpn lagi lah
    langsung lebih lewat lo loh lu makasih mana masih mau mereka minta mohon mulai nama
    ngga nggak nih nomor nya orang pada pake pakai perusahaan pihak pribadi punya saja
    sama saya sbg sebagai selamat semua seperti setelah siapa sih simpan smua soal sudah
    supaya tahu tanpa tapi tau tdk tentang terima terus tidak tolong tuh udah untuk utk wa
    ya yang yg sy brp brapa sapa krn utuk dgn org bs jg sm udh tlg mksh trims iya masing bahasa
    kepada oleh yaitu agar harap mengapa sedang ingin perlu pernah sekarang nanti batasi
    promosi iklan lewati batal cabut""".split()
)
_BOTH = frozenset({"data", "email", "ok", "info", "promo", "no", "stop"})
_INDONESIAN_SHAPE = re.compile(
    r"^(?:(?:me|ber|di|ter|pe|ke|se)[a-z]{4,}|[a-z]{3,}(?:nya|kan|lah|kah|ku|in))$"
)
_ENGLISH_SHAPE = re.compile(
    r"th|wh|ck|sh|ee|oo|ough|^(?:re|un|dis)[a-z]{3,}|(?:ing|tion|tions|ed|ly|ies|ment|able)$"
)
_READ = 2_000
_WORD = re.compile(r"[a-z']+")
_ADDRESS = re.compile(r"\S*(?:@|://)\S*")

Spoken = Literal["en", "id"]


@dataclass(frozen=True, slots=True)
class Detected:
    """The language to answer in; `sure` is false where the words tell nothing."""

    language: Spoken
    mixed: bool = False
    sure: bool = True


def detect(text: str, otherwise: Spoken = "en") -> Detected:
    """The language a text is mostly in; `otherwise` when nothing tells."""
    spoken = _ADDRESS.sub(" ", _plain(text))  # the "org" of an address is no word
    words = [word for word in _WORD.findall(spoken) if word not in _BOTH]
    english = sum(_weight(word, _ENGLISH, _ENGLISH_SHAPE, _INDONESIAN) for word in words)
    indonesian = sum(_weight(word, _INDONESIAN, _INDONESIAN_SHAPE, _ENGLISH) for word in words)
    total = english + indonesian
    if total == 0 or english == indonesian:
        return Detected(otherwise, mixed=total > 0, sure=False)
    mixed = min(english, indonesian) >= max(1.0, 0.3 * total)
    leading: Spoken = "en" if english > indonesian else "id"
    return Detected(leading, mixed, sure=abs(english - indonesian) >= 1)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_READ]).casefold().replace("\u2019", "'")


def _weight(
    word: str, own: frozenset[str], shape: re.Pattern[str], other: frozenset[str]
) -> float:
    if word in own:
        return 0.5 if word in other else 1.0
    return 0.5 if word not in other and shape.search(word) else 0.0
