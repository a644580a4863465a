"""What answering needs beyond the articles themselves: learnt once, kept, read back at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.demands import Leanings
from bot.answering.postings import Postings, Shorts, Weights
from bot.answering.vocabulary import Rarity


@dataclass(frozen=True, slots=True)
class PolicyIndex:
    """One policy's articles, by place: how they are asked for and what they say.

    `owner` gives the article of each way of asking in `asks`; `doubts` is what a word counts
    against an article that many have asked for without it.
    """

    owner: Shorts
    asks: Postings
    told: Postings
    doubts: Weights
    said: Postings
    worded: Postings


@dataclass(frozen=True, slots=True)
class Examples:
    """Ways of asking that belong to no company, each with its label."""

    labels: tuple[str, ...]
    asks: Postings


@dataclass(frozen=True, slots=True)
class Learnt:
    """Everything learnt; the same for the same knowledge, whoever learns it.

    `words` are spelt right; `keys` have their places as numbers; `mentions` are the companies
    a policy's own articles speak of; `strange` holds log-odds of being about anything else.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    mentions: dict[str, tuple[str, ...]]
    ideas: Rarity
    wording: Rarity
    examples: Examples
    topics: tuple[str, ...]
    senses: Postings
    strange: Weights
    policies: dict[str, PolicyIndex]
    demands: Leanings
