"""Proof that the keys given are the keys the rows were sealed under, asked for at every start."""

from __future__ import annotations

import sqlalchemy as sa

from bot.domain.errors import KeyMissing, SealBroken
from bot.storage.database import Db
from bot.storage.sealing import Key, place
from bot.storage.tables import keys

PROOF = "these keys are the right ones"


async def prove(db: Db) -> None:
    """Refuse a ring that lacks a key, or holds a wrong one; note the keys that are new."""
    stored = {row.id: row.proof for row in await db.execute(sa.select(keys).order_by(keys.c.id))}
    for ident, proof in stored.items():
        _check(db, ident, proof)
    for key in db.keyring.keys:
        if key.id not in stored:
            row = {"id": key.id, "proof": _prove(key)}
            await db.execute(db.insert(keys).values(row).on_conflict_do_nothing())


def _check(db: Db, ident: str, proof: bytes) -> None:
    db.keyring.named(ident)
    try:
        right = db.open(keys.c.proof, ident, proof) == PROOF
    except SealBroken:
        right = False
    if not right:
        raise KeyMissing(f"the secret key {ident} is not the one the rows are sealed under")


def _prove(key: Key) -> bytes:
    return key.seal(place(keys.name, keys.c.proof.name, key.id), PROOF)
