"""Draws the figures; heavy, so it is imported and run in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH, DPI = 7.2, 9.6, 150
"""Inches and dots: 1080 by 1440, which fills a phone held upright."""


@dataclass(frozen=True, slots=True)
class Bar:
    """So many of so many; of one kind of thing, all of it."""

    label: str
    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the picture says; every word of it in the reader's language."""

    title: str
    tiles: tuple[tuple[str, str], ...]
    kinds_title: str
    kinds: tuple[Bar, ...]
    companies_title: str
    companies: tuple[Bar, ...]
    days_title: str
    days: tuple[Day, ...]
    legend: tuple[str, str]
    nothing: str
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    """Told apart by everybody, on paper and at night."""

    ground: str
    panel: str
    text: str
    faint: str
    came: str
    went: str
    rest: str


LIGHT = Palette("#ffffff", "#f1f4f8", "#16202c", "#5b6877", "#2a6fbb", "#e08a1e", "#d9dfe7")
DARK = Palette("#17212b", "#202c38", "#f2f5f8", "#9fb0c0", "#6ab2f2", "#f2b35c", "#36465a")


def drawn(chart: Chart) -> bytes:
    """A PNG."""
    from matplotlib.figure import Figure

    paint = DARK if chart.is_dark else LIGHT
    figure = Figure(figsize=(WIDE, HIGH), dpi=DPI, facecolor=paint.ground)
    figure.text(0.06, 0.955, chart.title, color=paint.text, fontsize=21, weight="bold")
    rooms: Any = figure.add_gridspec(
        4, 1, height_ratios=(2.6, 2.7, 2.7, 2.2), left=0.06, right=0.94, top=0.925, bottom=0.05,
        hspace=0.42,
    )  # fmt: skip
    tiles(figure, rooms[0], chart, paint)
    share_bars(panel(figure, rooms[1], chart.kinds_title, paint), chart, paint)
    count_bars(panel(figure, rooms[2], chart.companies_title, paint), chart, paint)
    day_bars(panel(figure, rooms[3], chart.days_title, paint), chart, paint)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=paint.ground)
    return out.getvalue()


def tiles(figure: Any, room: Any, chart: Chart, paint: Palette) -> None:
    """The six figures a lead looks for first."""
    places: Any = room.subgridspec(2, 3, wspace=0.06, hspace=0.12)
    for number, (value, label) in enumerate(chart.tiles):
        axes: Axes = figure.add_subplot(places[number // 3, number % 3])
        bare(axes)
        axes.set_facecolor(paint.panel)
        middle: dict[str, Any] = {"ha": "center", "va": "center", "transform": axes.transAxes}
        axes.text(0.5, 0.62, value, color=paint.text, fontsize=20, weight="bold", **middle)
        axes.text(0.5, 0.24, label, color=paint.faint, fontsize=11.5, **middle)


def panel(figure: Any, room: Any, title: str, paint: Palette) -> Axes:
    axes: Axes = figure.add_subplot(room)
    bare(axes)
    axes.set_facecolor(paint.ground)
    axes.set_title(title, loc="left", color=paint.text, fontsize=14, weight="bold", pad=8)
    return axes


def bare(axes: Axes) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def share_bars(axes: Axes, chart: Chart, paint: Palette) -> None:
    """What was in time, out of the whole length."""
    if not chart.kinds:
        empty(axes, chart, paint)
        return
    rows = range(len(chart.kinds))
    axes.barh(rows, [100] * len(chart.kinds), color=paint.rest, height=0.56, left=0)
    parts = [100 * one.part / one.of for one in chart.kinds]
    axes.barh(rows, parts, color=paint.came, height=0.56, left=0)
    notes = [f"{100 * one.part // one.of} %  ({one.part}/{one.of})" for one in chart.kinds]
    lined(axes, chart.kinds, notes, 100, paint)


def count_bars(axes: Axes, chart: Chart, paint: Palette) -> None:
    if not chart.companies:
        empty(axes, chart, paint)
        return
    most = max(one.of for one in chart.companies)
    sizes = [100 * one.of / most for one in chart.companies]
    axes.barh(range(len(sizes)), sizes, color=paint.came, height=0.56)
    lined(axes, chart.companies, [str(one.of) for one in chart.companies], 100, paint)


def lined(
    axes: Axes, bars: Sequence[Bar], notes: Sequence[str], width: int, paint: Palette
) -> None:
    """Labels before the bars and figures behind, the first on top."""
    axes.set_xlim(-62, width + 50)
    axes.set_ylim(max(len(bars), 3) - 0.5, -0.5)
    for row, (one, note) in enumerate(zip(bars, notes, strict=True)):
        beside: dict[str, Any] = {"va": "center", "color": paint.text, "fontsize": 12.5}
        axes.text(-62, row, one.label[:24], ha="left", **beside)
        axes.text(width + 3, row, note, ha="left", **beside)


def day_bars(axes: Axes, chart: Chart, paint: Palette) -> None:
    """What came above the line, what went below it."""
    days = chart.days
    if not any(day.came or day.went for day in days):
        empty(axes, chart, paint)
        return
    columns = range(len(days))
    axes.bar(columns, [day.came for day in days], color=paint.came, width=0.8)
    axes.bar(columns, [-day.went for day in days], color=paint.went, width=0.8)
    axes.axhline(0, color=paint.faint, linewidth=0.8)
    most = max(max(day.came, day.went) for day in days)
    axes.set_ylim(-most * 1.25, most * 1.25)
    ends = {0: "left", len(days) - 1: "right"}
    for column, side in ends.items():
        axes.annotate(
            days[column].label, (column, 0), xycoords=("data", "axes fraction"), ha=side, va="top",
            color=paint.faint, fontsize=11.5, annotation_clip=False,
        )  # fmt: skip
    word: dict[str, Any] = {"fontsize": 12, "weight": "bold", "ha": "right"}
    word["transform"] = axes.transAxes
    axes.text(0.82, 1.05, chart.legend[0], color=paint.came, **word)
    axes.text(1.0, 1.05, chart.legend[1], color=paint.went, **word)


def empty(axes: Axes, chart: Chart, paint: Palette) -> None:
    axes.text(0.0, 0.7, chart.nothing, color=paint.faint, fontsize=12.5, transform=axes.transAxes)
