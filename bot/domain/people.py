"""Who acts: roles, and the made-up names staff see instead of customers' own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BIRDS = tuple(
    """Avocet Barbet Bulbul Cormorant Crane Curlew Darter Dove Egret Falcon Finch Godwit Grebe
    Gull Hawk Heron Hornbill Ibis Jacana Kestrel Kingfisher Lapwing Lark Magpie Myna Nightjar
    Oriole Osprey Owl Parakeet Pelican Pipit Plover Quail Raven Robin Sandpiper Shrike Snipe
    Sparrow Starling Stilt Stork Swallow Swift Tern Thrush Wagtail Warbler Weaver Wren""".split()
)


class Role(StrEnum):
    """What a person may be to the desk."""

    CUSTOMER = "customer"
    STAFF = "staff"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff as known at this very update; roles are read anew each time."""

    user_id: int
    roles: frozenset[Role]
    name: str = ""

    def is_a(self, role: Role) -> bool:
        return role in self.roles


def pseudonym(chance: int) -> str:
    """A made-up name from a random number, such as "Heron 27"."""
    bird, number = chance % len(BIRDS), chance // len(BIRDS) % 90 + 10
    return f"{BIRDS[bird]} {number}"
