"""Sealing of personal text: one AES-256-GCM call per field, bound to the place it stands in.

A sealed value is: version (1 byte), key id (4), nonce (12), ciphertext and tag. Its associated
data names the schema, table, column and row, so a value copied elsewhere does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import KeyMissing, SealBroken, SettingsError
from bot.storage import engines, keyfile

SCHEMA = "privasi/1"
VERSION = b"\x01"
ID_BYTES, NONCE_BYTES, INDEX_BYTES, PAD = 4, 12, 16, 64
ROOT_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")
EXPECTED = "expected 32 random bytes as base64url (43 characters), several separated by commas"


@dataclass(frozen=True, slots=True)
class Key:
    """One root key, as the separate keys derived from it; shows its id and nothing else."""

    id: str
    cipher: AESGCM = field(repr=False)
    secrets: dict[str, bytes] = field(repr=False)

    @classmethod
    def of(cls, root: bytes) -> Key:
        macs = {purpose: _derive(root, purpose) for purpose in ("index", "code", "history")}
        return cls(_derive(root, "id", ID_BYTES).hex(), AESGCM(_derive(root, "seal")), macs)

    def seal(self, place: bytes, text: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        # Lone surrogates are legal in JSON: what Telegram sends must be storable.
        padded = _pad(text.encode("utf-8", "surrogatepass"))
        return VERSION + bytes.fromhex(self.id) + nonce + self.cipher.encrypt(nonce, padded, place)

    def open(self, place: bytes, blob: bytes) -> str:
        start = len(VERSION) + ID_BYTES
        nonce, sealed = blob[start : start + NONCE_BYTES], blob[start + NONCE_BYTES :]
        padded = self.cipher.decrypt(nonce, sealed, place)
        return padded[: padded.rindex(b"\x80")].decode("utf-8", "surrogatepass")

    def mac(self, purpose: str, label: str, value: str) -> bytes:
        return hmac.digest(self.secrets[purpose], _joined(label, value), "sha256")


class Keyring:
    """The keys in use, newest first: the first one writes, each one reads what it wrote."""

    __slots__ = ("_by_id", "keys")

    def __init__(self, roots: Sequence[bytes]) -> None:
        self.keys = tuple(Key.of(root) for root in roots)
        self._by_id = {key.id: key for key in self.keys}
        if not self.keys or len(self._by_id) != len(roots):
            raise SettingsError(f"BOT_SECRET_KEYS: none, or one twice; {EXPECTED}")

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.ids)})"

    @classmethod
    def parse(cls, text: str) -> Keyring:
        parts = [part for part in re.split(r"[,\s]+", text) if part]
        if not all(ROOT_KEY.fullmatch(part) for part in parts):
            raise SettingsError(f"BOT_SECRET_KEYS: {EXPECTED}")
        return cls([base64.urlsafe_b64decode(part[:43] + "=") for part in parts])

    @classmethod
    def made_beside(cls, database: Path) -> Keyring:
        """The keys in the file beside an embedded database; a new database gets a new file."""
        return cls.parse(keyfile.read_or_make(database))

    @classmethod
    def for_url(cls, url: str) -> Keyring:
        """The ring beside an embedded database; a server has no place for one."""
        address = engines.parsed(url)
        if address.get_backend_name() != "sqlite":
            raise SettingsError(
                "BOT_SECRET_KEYS is needed with PostgreSQL: base64url of 32 bytes, newest first"
            )
        return cls.made_beside(Path(address.database or ""))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key.id for key in self.keys)

    def seal(self, table: str, column: str, row: str, text: str) -> bytes:
        return self.keys[0].seal(place(table, column, row), text)

    def open(self, table: str, column: str, row: str, blob: bytes) -> str:
        key = self.key_of(blob)
        try:
            return key.open(place(table, column, row), blob)
        except (InvalidTag, ValueError):
            raise SealBroken(f"a sealed value in {table}.{column} does not open there") from None

    def key_of(self, blob: bytes) -> Key:
        """The key a value was sealed under: known by its id, never found by trying."""
        if blob[: len(VERSION)] != VERSION:
            raise SealBroken("a sealed value of an unknown version")
        return self.named(key_id(blob))

    def named(self, ident: str) -> Key:
        try:
            return self._by_id[ident]
        except KeyError:
            raise KeyMissing(f"the secret key {ident} is needed and was not given") from None

    def index(self, label: str, value: str) -> bytes:
        """A keyed fingerprint to find a row by, under the newest key."""
        return self.keys[0].mac("index", label, value)[:INDEX_BYTES]

    def indexes(self, label: str, value: str) -> list[bytes]:
        """The same under every key of the ring: what was stored before a rotation is found."""
        return [key.mac("index", label, value)[:INDEX_BYTES] for key in self.keys]

    def mac(self, purpose: str, label: str, value: str) -> bytes:
        """A keyed digest for `code` or `history`, under the newest key."""
        return self.keys[0].mac(purpose, label, value)


def key_id(blob: bytes) -> str:
    return blob[len(VERSION) : len(VERSION) + ID_BYTES].hex()


def place(table: str, column: str, row: str) -> bytes:
    return _joined(SCHEMA, table, column, row)


def _joined(*parts: str) -> bytes:
    """Each part with its length before it, so that no two lists of parts read the same."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _pad(plain: bytes) -> bytes:
    """To steps of 64 bytes: "ya" and "tidak" must look alike."""
    marked = plain + b"\x80"
    return marked + bytes(-len(marked) % PAD)


def _derive(root: bytes, purpose: str, length: int = hashlib.sha256().digest_size) -> bytes:
    info = f"{SCHEMA}/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(root)
