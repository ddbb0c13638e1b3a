"""The way from the female to the male figure: a thin-plate spline for each view, kept as a grid."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from curves import flat, resampled, symmetric

HERE = Path(__file__).resolve().parent
VIEW_NAMES = {"front": "anterior", "back": "posterior", "left": "left_lateral"}
LAYERS = ("superficial", "intermediate", "deep")
STEP = 8.0
BOX = {"front": (0, -24, 240, 1020), "back": (0, -24, 240, 1020), "left": (-156, -24, 120, 1020)}
SAMPLES = 20
ROUNDS = (
    (25, 0.5),
    (18, 0.4),
    (12, 0.3),
    (10, 0.2),
    (8, 0.1),
    (6, 0.05),
    (5, 0.03),
    (4, 0.02),
    (4, 0.02),
    (4, 0.02),
)
"""How far a partner may lie, and how stiff the spline is against it: near and soft at the end."""


def landmarks() -> dict[str, dict[str, tuple[float, float]]]:
    """By view and body, then by name, in units."""
    out: dict[str, dict[str, tuple[float, float]]] = {}
    with (HERE / "landmarks.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            out.setdefault(row["view"], {})[row["landmark"]] = (
                float(row["x"]) * 1000,
                float(row["y"]) * 1000,
            )
    return out


def _kernel(r2: np.ndarray) -> np.ndarray:
    return np.where(r2 > 0, r2 * np.log(np.maximum(r2, 1e-12)), 0.0)


class Map:
    """A smoothing thin-plate spline from `source` to `target` points, each with its own stiffness."""

    def __init__(self, source: np.ndarray, target: np.ndarray, loose: np.ndarray) -> None:
        self._source = source / 100
        n = len(source)
        r2 = ((self._source[:, None] - self._source[None]) ** 2).sum(-1)
        affine = np.hstack([np.ones((n, 1)), self._source])
        system = np.zeros((n + 3, n + 3))
        system[:n, :n] = _kernel(r2) + np.diag(loose)
        system[:n, n:], system[n:, :n] = affine, affine.T
        right = np.zeros((n + 3, 2))
        right[:n] = target - source
        self._solved = np.linalg.solve(system, right)

    def many(self, points: np.ndarray) -> np.ndarray:
        p = points / 100
        r2 = ((p[:, None] - self._source[None]) ** 2).sum(-1)
        n = len(self._source)
        affine = np.hstack([np.ones((len(p), 1)), p])
        return points + _kernel(r2) @ self._solved[:n] + affine @ self._solved[n:]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        u, v = self.many(np.array([[x, y]]))[0]
        return float(u), float(v)


def _outlines(view: str, art: dict[str, Any]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Each region on both bodies: points of its outline on the female, a dense outline on the male."""
    out = []
    for layer in LAYERS:
        bodies = [art.get(f"muscles_{figure}_{view}_{layer}") for figure in ("female", "male")]
        if None in bodies:
            continue
        for one, two in zip(*(body["steps"] for body in bodies), strict=True):
            if "muscle" in one:
                sparse = resampled(flat(one["muscle"]["outline"], 8), SAMPLES)
                dense = resampled(flat(two["muscle"]["outline"], 8), 200)
                out.append((np.array(sparse), np.array(dense)))
    return out


def _body(figure: str, view: str, art: dict[str, Any]) -> np.ndarray:
    outline = art[f"skin_{figure}_{view}"]["outline"][0]
    if view != "left":
        outline = symmetric(outline)
    return np.array(flat(outline, 4))


def _extremes(body: np.ndarray, view: str) -> list[np.ndarray]:
    """Points of the outline that are the same place on every body: vertex, crotch, fingers, feet."""
    top, low = body[body[:, 1].argmin()], body[body[:, 1].argmax()]
    if view == "left":
        return [top, low, body[body[:, 0].argmin()], body[body[:, 0].argmax()]]
    middle = body[(abs(body[:, 0]) < 1.0) & (body[:, 1] > 300)]
    out = [top, middle[middle[:, 1].argmax()]]
    for sign in (1, -1):
        half = body[body[:, 0] * sign > 0]
        arm = half[(half[:, 0] * sign > 120) & (half[:, 1] < 700)]
        foot = half[half[:, 1] > 900]
        out += [
            arm[arm[:, 1].argmax()],
            half[(half[:, 0] * sign).argmax()],
            foot[(foot[:, 0] * sign).argmax()],
        ]
        out.append(foot[foot[:, 1].argmax()])
    return out


def _pairs(view: str, art: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    marks = landmarks()
    female, male = (marks[f"{VIEW_NAMES[view]}_{body}"] for body in ("female", "male"))
    source, target = [female[k] for k in female], [male[k] for k in female]
    loose = [0.00005] * len(source)
    bodies = [_body(figure, view, art) for figure in ("female", "male")]
    source += [tuple(p) for p in _extremes(bodies[0], view)]
    target += [tuple(p) for p in _extremes(bodies[1], view)]
    loose += [0.01] * (len(source) - len(loose))
    return np.array(source, float), np.array(target, float), np.array(loose)


def _drawn(
    found: Map, pairs: list[tuple[np.ndarray, np.ndarray]], most: float
) -> tuple[np.ndarray, np.ndarray]:
    """Each sparse point, and the nearest point of its dense partner to where `found` puts it."""
    sources, targets = [], []
    for sparse, dense in pairs:
        there = found.many(sparse)
        near = dense[((there[:, None] - dense[None]) ** 2).sum(-1).argmin(1)]
        keep = np.hypot(*(there - near).T) < most
        sources.append(sparse[keep])
        targets.append(near[keep])
    return np.vstack(sources), np.vstack(targets)


def fitted(view: str, art: dict[str, Any]) -> Map:
    """Landmarks and extremes first; then every outline, each point drawn to the nearest on the other body."""
    source, target, loose = _pairs(view, art)
    found = Map(source, target, loose + 0.5)
    bodies = [_body(figure, view, art) for figure in ("female", "male")]
    outlines = [*_outlines(view, art), (bodies[0][::9], bodies[1])]
    for most, stiff in ROUNDS:
        more, there = _drawn(found, outlines, most)
        weights = np.concatenate([loose, np.full(len(more), stiff)])
        found = Map(np.vstack([source, more]), np.vstack([target, there]), weights)
    return found


def grid(view: str, found: Map) -> dict[str, Any]:
    """Displacements in hundredths of a unit at the nodes of a grid; of a symmetric view the half x >= 0."""
    left, top, right, bottom = BOX[view]
    xs, ys = np.arange(left, right + 1, STEP), np.arange(top, bottom + 1, STEP)
    nodes = np.array([(x, y) for y in ys for x in xs])
    moves = found.many(nodes) - nodes
    if view != "left":
        twins = nodes * (-1, 1)
        moves = (moves + (found.many(twins) - twins) * (-1, 1)) / 2
        moves[nodes[:, 0] == 0, 0] = 0
    whole = np.rint(moves * 100).astype(int)
    size = {"left": left, "top": top, "step": STEP, "columns": len(xs), "rows": len(ys)}
    return {"view": view, **size, "dx": whole[:, 0].tolist(), "dy": whole[:, 1].tolist()}
