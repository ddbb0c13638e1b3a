"""build display lists for a view and draw them with QPainter (screen) or reportlab (PDF)"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
import numpy as np, json, hashlib
from shapely.geometry import Polygon, MultiPolygon, LineString, Point
from shapely.ops import unary_union, polylabel
from vec import bezier
from patch import Patch, crspline

GROUP = {
    "gluteal": (198, 98, 82),
    "rotator": (190, 88, 98),
    "ham": (192, 104, 78),
    "add": (203, 118, 92),
    "quad": (201, 106, 92),
    "abd": (207, 122, 104),
    "lumbar": (184, 94, 84),
    "hipflex": (196, 98, 104),
    "pelvic": (192, 86, 104),
    "context": (206, 160, 142),
    "leg": (203, 148, 130),
    "fascia": (229, 216, 198),
    "tendon": (238, 229, 212),
    "bone": (240, 230, 205),
    "nerve": (238, 205, 92),
    "fat": (238, 214, 160),
}
TENDON = (240, 231, 214)


def mix(a, b, t):
    return tuple(int(round(x + (y - x) * t)) for x, y in zip(a, b))


def poly(p):
    P = Polygon(p)
    return P if P.is_valid else P.buffer(0)


def big(P):
    if P.is_empty:
        return P
    return max(P.geoms, key=lambda g: g.area) if hasattr(P, "geoms") else P


class Item(dict):
    pass


def muscle_items(spec, mirror, clip, rng):
    """spec -> list of drawing primitives (dicts) in screen units for one side"""
    rails = [np.array(r, float) for r in spec["rails"]]
    sg = -1 if mirror else 1
    rails = [r * [sg, 1] for r in rails]
    P = Patch(rails, spec.get("b0", 0), spec.get("b1", 0))
    full = poly(P.outline())
    out = P.outline(smax=spec["s1"] + 0.015) if spec.get("open1") else P.outline()
    reg = poly(out)
    r = spec.get("round", 0.9)
    if r:
        q = reg.buffer(-r).buffer(2 * r).buffer(-r)
        if not q.is_empty and not hasattr(q, "geoms") and q.area > 0.93 * reg.area:
            reg = q
    if clip is not None and not spec.get("noclip"):
        reg = big(reg.intersection(clip))
    if reg.is_empty:
        return None
    ring = np.array(reg.exterior.coords)[:-1]
    # Bezier of the outline
    segs = bezier(ring, True, tol=0.10, corner=28)
    base = GROUP[spec["g"]]
    base = spec.get("col", base)
    flat = spec.get("flat", 0.0)
    edge = mix(base, (70, 22, 18), 0.40 - 0.26 * flat)
    hi = mix(base, (255, 226, 206), 0.46 - 0.36 * flat)
    prim = [("shadow", segs)]
    prim.append(("fill", segs, edge, 1.0))
    s0, s1 = spec.get("s0", 0.0), spec.get("s1", 1.0)  # fleshy belly range (tendon outside)
    nl = 18
    for i in range(nl):
        u = (i + 1) / nl
        r = 0.99 * (1 - u) ** 0.62 + 0.10 * u
        c = mix(edge, base, min(1, u / 0.42)) if u < 0.42 else mix(base, hi, ((u - 0.42) / 0.58) ** 1.15)
        prim.append(
            (
                "poly",
                P.level(
                    r,
                    p=2.8,
                    cs=spec.get("cs", 0.5),
                    ct=spec.get("ct", 0.5),
                    s0=max(0, s0 - 0.05),
                    s1=min(1, s1 + 0.06),
                ),
                c,
                1.0,
            )
        )
    w = np.linalg.norm(P.at([0], [0.5]) - P.at([1], [0.5]))
    n = int(spec.get("nf", max(5, w / 1.15)))
    kind = spec.get("kind", "par")
    for t, q, sv in P.fibres(n, rng, kind, s0, s1):
        prim.append(("line", q, mix(base, (80, 24, 20), 0.62), 0.30, spec.get("fw", 0.42)))
    for t, q, sv in P.fibres(int(n * 0.7), rng, kind, s0, s1, broken=0.8):
        prim.append(("line", q, mix(base, (255, 236, 222), 0.62), 0.34, 0.38))

    # tendons: pale, interdigitating with the belly
    def tend(a, b, full):
        L = []
        m = max(8, int(w / 0.62))
        ts = (np.arange(m) + 0.5) / m
        for t in ts:
            j = rng.triangular(-0.09, 0, 0.07) * spec.get("tj", 1.0)
            aa, bb = (a + j, b) if full == "end" else (a, b + j)
            sv = np.linspace(np.clip(aa, 0, 1), np.clip(bb, 0, 1), 20)
            L.append((t, P.at(np.full(20, t), sv)))
        return L

    if s1 < 1 and not spec.get("open1"):
        core = [
            P.at(np.zeros(20), np.linspace(s1 + 0.04, 1, 20)),
            P.at(np.linspace(0, 1, 14), np.ones(14)),
            P.at(np.ones(20), np.linspace(1, s1 + 0.04, 20)),
            P.at(np.linspace(1, 0, 14), np.full(14, min(1, s1 + 0.04))),
        ]
        prim.append(("poly", np.vstack(core), TENDON, 1.0))
        for t, q in tend(s1, 1, "end"):
            prim.append(("line", q, mix(TENDON, (150, 120, 96), 0.06 + 0.24 * abs(2 * t - 1)), 0.95, 0.85))
        for t, q in tend(s1, 1, "end")[::2]:
            prim.append(("line", q, (176, 150, 126), 0.55, 0.3))
    over = []
    if s1 < 1 and spec.get("open1"):
        for t, q in tend(s1, 1, "end") * 2:
            k = int(len(q) * rng.uniform(0.55, 1))
            over.append(
                ("line", q[: max(4, k)], mix(TENDON, (150, 120, 96), 0.06 + 0.2 * abs(2 * t - 1)), 0.9, 0.7)
            )
    if s0 > 0:
        core = [
            P.at(np.zeros(20), np.linspace(0, max(0, s0 - 0.04), 20)),
            P.at(np.linspace(0, 1, 14), np.full(14, max(0, s0 - 0.04))),
            P.at(np.ones(20), np.linspace(max(0, s0 - 0.04), 0, 20)),
            P.at(np.linspace(1, 0, 14), np.zeros(14)),
        ]
        prim.append(("poly", np.vstack(core), TENDON, 1.0))
        for t, q in tend(0, s0, "start"):
            prim.append(("line", q, mix(TENDON, (150, 120, 96), 0.06 + 0.24 * abs(2 * t - 1)), 0.95, 0.85))
        for t, q in tend(0, s0, "start")[::2]:
            prim.append(("line", q, (176, 150, 126), 0.55, 0.3))
    for a in spec.get("inscr", []):  # tendinous intersections (rectus abdominis)
        t = np.linspace(0.03, 0.97, 30)
        z = 0.0022 * np.sin(t * 17 + a * 40) + 0.0016 * np.sin(t * 41 + a * 90) + 0.004 * (t - 0.5) ** 2 * 4
        q = P.at(t, np.clip(a + z, 0, 1))
        prim.append(("line", q, TENDON, 0.95, 2.1))
        prim.append(("line", q + [0, 0.9], (120, 50, 42), 0.45, 0.5))
    ecol = (92, 36, 30) if spec["g"] not in ("fascia", "nerve", "fat", "bone") else (150, 122, 100)
    if spec.get("open1"):
        n = 60
        a = np.linspace(0, s1 - 0.01, n)
        op = np.vstack(
            [P.at(np.zeros(n), a)[::-1], P.at(np.linspace(0, 1, 20), np.zeros(20)), P.at(np.ones(n), a)]
        )
        prim.append(("line", op, ecol, 0.85, spec.get("ew", 0.62) * 1.5))
    else:
        prim.append(("edge", segs, ecol, 0.85, spec.get("ew", 0.62)))
    return dict(
        id=spec["id"],
        name=spec["name"],
        side=None,
        g=spec["g"],
        region=reg,
        segs=segs,
        prim=prim,
        over=over,
        fullclip=(big(full.intersection(clip)) if clip is not None else full),
        context=spec.get("context", False),
        patch=P,
        label=spec.get("label", True),
    )


# -------------------------------------------------------------- QPainter backend
from PySide6 import QtGui, QtCore

_app = QtGui.QGuiApplication.instance() or QtGui.QGuiApplication([])


def qcol(c, a=1.0):
    return QtGui.QColor(int(c[0]), int(c[1]), int(c[2]), int(round(255 * a)))


def qpath_segs(segs, close=True):
    p = QtGui.QPainterPath()
    p.moveTo(*segs[0][0])
    for c in segs:
        p.cubicTo(*c[1], *c[2], *c[3])
    if close:
        p.closeSubpath()
    return p


def qpath_poly(pts, close=True):
    p = QtGui.QPainterPath()
    p.moveTo(*pts[0])
    for q in pts[1:]:
        p.lineTo(*q)
    if close:
        p.closeSubpath()
    return p


def qsmooth(pts):
    return qpath_segs(bezier(pts, False, tol=0.08, corner=60), False)


def pen(c, a, w, cap=True):
    p = QtGui.QPen(qcol(c, a), w)
    p.setCapStyle(QtCore.Qt.RoundCap)
    p.setJoinStyle(QtCore.Qt.RoundJoin)
    return p


def draw_muscle(qp, it):
    path = qpath_segs(it["segs"])
    for pr in it["prim"]:
        k = pr[0]
        if k == "shadow":
            for w, a in ((5.0, 0.05), (3.4, 0.07), (2.0, 0.10)):
                qp.strokePath(path, pen((58, 20, 14), a, w))
        elif k == "fill":
            qp.fillPath(path, qcol(pr[2], pr[3]))
        elif k in ("poly", "line"):
            qp.save()
            qp.setClipPath(path, QtCore.Qt.IntersectClip)
            if k == "poly":
                qp.fillPath(qpath_poly(pr[1]), qcol(pr[2], pr[3]))
            else:
                qp.strokePath(qpath_poly(pr[1], False), pen(pr[2], pr[3], pr[4]))
            qp.restore()
        elif k == "edge":
            qp.strokePath(path, pen(pr[2], pr[3], pr[4]))
    if it.get("over"):
        cp = qpath_poly(np.array(it["fullclip"].exterior.coords))
        qp.save()
        qp.setClipPath(cp, QtCore.Qt.IntersectClip)
        for pr in it["over"]:
            qp.strokePath(qpath_poly(pr[1], False), pen(pr[2], pr[3], pr[4]))
        qp.restore()


def draw_skin(
    qp, S, fill=(247, 231, 219), tint=(196, 150, 128), alpha=0.17, line=(118, 84, 70), lw=1.0, stroke=True
):
    full = QtGui.QPainterPath()
    for c in S["sil"]:
        full.addPath(qpath_segs(bezier(c, True, tol=0.12, corner=75)))
    full.setFillRule(QtCore.Qt.OddEvenFill)
    qp.fillPath(full, qcol(fill))
    qp.save()
    qp.setClipPath(full, QtCore.Qt.IntersectClip)
    for lv in S["bands"]:
        p = QtGui.QPainterPath()
        p.setFillRule(QtCore.Qt.OddEvenFill)
        for c in lv:
            p.addPath(qpath_segs(bezier(c, True, tol=0.2, corner=80)))
        qp.fillPath(p, qcol(tint, alpha))
    qp.restore()
    if stroke:
        qp.strokePath(full, pen(line, 0.95, lw))
    return full
