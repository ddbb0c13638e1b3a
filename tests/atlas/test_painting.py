"""Painted surfaces: cells and polygons say the same, whatever was painted and erased."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.atlas.cells import NOTHING, Cells, filled, stroke
from needlechart.atlas.outlines import cells_of, edges_of, outlines_of, points_of, surface

places = st.tuples(st.floats(-60, 60), st.floats(400, 470))
paths = st.lists(places, min_size=1, max_size=6)
strokes = st.tuples(st.booleans(), paths, st.sampled_from([0.0, 1.0, 2.5, 7.0, 15.0]))
specks = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=70)


def painted(acts: list[tuple[bool, list[tuple[float, float]], float]]) -> Cells:
    cells = NOTHING
    for paint, path, radius in acts:
        cells = cells | stroke(path, radius) if paint else cells - stroke(path, radius)
    return cells


def of_specks(found: set[tuple[int, int]]) -> Cells:
    rows: dict[int, int] = {}
    for x, y in found:
        rows[y] = rows.get(y, 0) | 1 << (x + 1024)
    return Cells(rows)


def pieces(found: set[tuple[int, int]]) -> int:
    """How many pieces, by flooding."""
    rest, count = set(found), 0
    while rest:
        count += 1
        waiting = [rest.pop()]
        while waiting:
            x, y = waiting.pop()
            for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if near in rest:
                    rest.remove(near)
                    waiting.append(near)
    return count


def check(cells: Cells) -> None:
    """Everything a kept outline promises."""
    outlines = outlines_of(cells)
    assert cells_of(outlines) == cells
    assert outlines_of(cells_of(outlines)) == outlines
    assert outlines == outlines_of(Cells(dict(reversed(cells.rows.items()))))
    for outline in outlines:
        assert len(outline) >= 6
        assert all(value * 2 == int(value * 2) for value in outline)
        simple(outline)
    for one, other in combinations(outlines, 2):
        assert not filled(points_of(one)).touches(filled(points_of(other)))
    exact = sum(surface(outline) for outline in outlines)
    around = sum(len(outline) for outline in outlines)
    assert abs(exact - cells.count) <= 0.5 * around + cells.count


def simple(outline: tuple[float, ...]) -> None:
    """No two sides cross; sides that are walked both ways are bridges and lie on no other side."""
    corners = points_of(outline)
    sides = list(zip(corners, [*corners[1:], *corners[:1]], strict=True))
    for (a, b), (c, d) in combinations(sides, 2):
        assert not (hand(a, b, c) * hand(a, b, d) < 0 and hand(c, d, a) * hand(c, d, b) < 0)


def hand(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(st.lists(strokes, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_what_is_painted_and_erased_is_kept_to_the_cell(
    acts: list[tuple[bool, list[tuple[float, float]], float]],
) -> None:
    check(painted(acts))


@given(specks)
@settings(max_examples=150, deadline=None)
def test_any_pattern_of_cells_with_holes_and_corners_comes_back(found: set[tuple[int, int]]) -> None:
    cells = of_specks(found)
    check(cells)
    assert len(outlines_of(cells)) == pieces(found)


@given(st.lists(strokes, min_size=2, max_size=6), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_painting_does_not_matter(
    acts: list[tuple[bool, list[tuple[float, float]], float]], dice: object
) -> None:
    only_paint = [(True, path, radius) for _, path, radius in acts]
    turned = list(only_paint)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    assert outlines_of(painted(only_paint)) == outlines_of(painted(turned))


def test_a_hole_is_joined_by_a_bridge_and_counts_as_no_surface() -> None:
    ring = stroke([(0, 450)], 20) - stroke([(0, 450)], 8)

    (outline,) = outlines_of(ring)

    assert len(edges_of(outline)) == 2
    assert surface(outline) == pytest.approx(ring.count, rel=0.03)
    assert not filled(points_of(outline)).touches(stroke([(0, 450)], 7))
    without = outlines_of(stroke([(0, 450)], 20))[0]
    assert edges_of(without) == (points_of(without),)


def test_a_piece_inside_a_hole_is_a_piece_of_its_own() -> None:
    target = (stroke([(0, 450)], 30) - stroke([(0, 450)], 20)) | stroke([(0, 450)], 8)

    outlines = outlines_of(target)

    assert len(outlines) == 2
    assert cells_of(outlines) == target


def test_an_erased_strip_parts_a_surface_in_two() -> None:
    cut = stroke([(-20, 450), (20, 450)], 8) - stroke([(0, 430), (0, 470)], 3)
    assert len(outlines_of(cut)) == 2


def test_a_circle_needs_few_corners() -> None:
    assert len(outlines_of(stroke([(0, 450)], 15))[0]) / 2 <= 48


def test_mirrored_paint_is_the_mirror_image() -> None:
    one, other = stroke([(10, 450), (30, 470)], 6), stroke([(-10, 450), (-30, 470)], 6)
    assert {(-x, y) for x, y in cells_in(one)} == set(cells_in(other))


def cells_in(cells: Cells) -> list[tuple[int, int]]:
    return [(bit - 1024, y) for y, bits in cells.rows.items() for bit in range(2048) if bits >> bit & 1]


@given(st.lists(st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)), min_size=1, max_size=4))
@settings(max_examples=12, deadline=None)
def test_paint_beyond_the_sheet_is_left_out(path: list[tuple[float, float]]) -> None:
    cells = stroke(path, 15)
    assert all(-512 <= y < 1536 and bits < 1 << 2048 for y, bits in cells.rows.items())
    check(cells)


@pytest.mark.parametrize("bad", [[], [(float("nan"), 1.0)], [(1.0, float("inf"))]])
def test_what_is_no_place_is_refused(bad: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="a stroke needs places"):
        stroke(bad, 5)
