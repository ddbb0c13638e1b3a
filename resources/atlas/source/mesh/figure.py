import numpy as np, sys, zlib
from engine import *
from skinvec import *


def cached(key, fn):
    import pickle, os

    p = f"cache_{key}.pkl"
    if os.path.exists(p):
        return pickle.load(open(p, "rb"))
    r = fn()
    pickle.dump(r, open(p, "wb"))
    return r


def skin_for(sex, view, win, s=4.0):
    lat = "lateral" in view

    def f():
        V, Q = (body[f"{sex}|V"], body[f"{sex}|Q"]) if not lat else lat_skin(sex)
        S = layer(
            V,
            Q,
            view,
            win,
            s=s,
            sigma=1.3,
            levels=(0.80, 0.72, 0.64, 0.56, 0.48, 0.40, 0.30),
            tsig=2.2,
            min_area=60,
            amin=25,
        )
        S["lines"] = crease_lines(S["mask"], S["Z"], win, s, 3.0, minlen=10, sigma=1.5)
        if lat:
            S["sil"] = [max(S["sil"], key=lambda q: abs(Polygon(q).area))]
        for k in ("mask", "Z", "N", "T"):
            S.pop(k)
        return S

    return cached(f"skin_{sex}_{view}_{'_'.join(str(int(w)) for w in win)}", f)


def bone_for(sex, view, win, s=5.0, parts="all"):
    pl = None if parts == "all" else parts.split("+")
    lat = "lateral" in view

    def f():
        bV, bF = allbones(sex, lat, both=not lat, parts=pl)
        S = layer(
            bV,
            bF,
            view,
            win,
            s=s,
            sigma=0.6,
            levels=(0.84, 0.74, 0.64, 0.54, 0.44, 0.34, 0.24),
            tsig=0.5,
            min_area=6,
            amin=3,
        )
        S["lines"] = crease_lines(S["mask"], S["Z"], win, s, 1.6, minlen=4, sigma=0.6)
        for k in ("mask", "Z", "N", "T"):
            S.pop(k)
        return S

    return cached(f"bone_{sex}_{view}_{parts}_{'_'.join(str(int(w)) for w in win)}", f)


def silhouette_poly(S):
    P = [poly(c) for c in S["sil"]]
    P = [p for p in P if p.area > 50]
    P.sort(key=lambda p: -p.area)
    out = P[0]
    for p in P[1:]:
        out = out.difference(p) if out.contains(p.representative_point()) else out.union(p)
    return out


def both(specs, clip, seed=7, sides=(False, True)):
    its = []
    for k, sp in enumerate(specs):
        for mir in sides:
            rng = np.random.RandomState(seed + zlib.crc32(sp["id"].encode()) % 1000)
            it = muscle_items(sp, mir, clip, rng)
            if it:
                it["mir"] = mir
                its.append(it)
    return its


def visible(items):
    """visible part of each region under the later ones"""
    acc = Polygon()
    vis = [None] * len(items)
    for i in range(len(items) - 1, -1, -1):
        vis[i] = items[i]["region"].difference(acc)
        acc = acc.union(items[i]["region"].buffer(0))
    return vis


def bed(qp, items, col=(150, 84, 72), grow=4.0):
    """closing of the union = continuous muscular bed / fascia shadow under the muscles"""
    u = (
        unary_union(
            [
                i["region"].buffer(0.01)
                for i in items
                if i["g"] not in ("nerve", "fascia", "fat", "bone", "leg")
            ]
        )
        .buffer(grow)
        .buffer(-(grow - 0.4))
    )
    for g in u.geoms if hasattr(u, "geoms") else [u]:
        p = QtGui.QPainterPath()
        p.setFillRule(QtCore.Qt.OddEvenFill)
        p.addPath(qpath_poly(np.array(g.exterior.coords)))
        for h in g.interiors:
            if Polygon(h).area > 500:
                p.addPath(qpath_poly(np.array(h.coords)))
        qp.fillPath(p, qcol(col, 0.92))
        qp.strokePath(p, pen((110, 56, 46), 0.55, 0.8))


class Fig:
    def __init__(f, win, hpx=1200, ml=210, mr=250, mt=46, mb=16, bg=(255, 255, 255)):
        f.win = win
        f.s = (hpx - mt - mb) / (win[3] - win[1])
        f.w = int((win[2] - win[0]) * f.s) + ml + mr
        f.h = hpx
        f.ml, f.mr, f.mt = ml, mr, mt
        f.img = QtGui.QImage(f.w, f.h, QtGui.QImage.Format_ARGB32_Premultiplied)
        f.img.fill(qcol(bg))
        f.qp = QtGui.QPainter(f.img)
        f.qp.setRenderHint(QtGui.QPainter.Antialiasing)
        f.enter()

    def enter(f):
        f.qp.save()
        f.qp.translate(f.ml, f.mt)
        f.qp.scale(f.s, f.s)
        f.qp.translate(-f.win[0], -f.win[1])
        f.qp.setClipRect(QtCore.QRectF(f.win[0], f.win[1], f.win[2] - f.win[0], f.win[3] - f.win[1]))

    def leave(f):
        f.qp.restore()

    def px(f, p):
        return ((p[0] - f.win[0]) * f.s + f.ml, (p[1] - f.win[1]) * f.s + f.mt)

    def labels(f, labs, side="r", size=13, col=(48, 40, 38), italic=False):
        """labs: [(text,(x,y))]; simple non-overlapping column"""
        qp = f.qp
        fnt = QtGui.QFont("Liberation Sans")
        fnt.setPixelSize(size)
        fnt.setItalic(italic)
        qp.setFont(fnt)
        fm = QtGui.QFontMetricsF(fnt)
        L = [(t, f.px(p)) for t, p in labs]
        L.sort(key=lambda a: a[1][1])
        h = size + 6
        ys = [a[1][1] for a in L]
        n = len(L)
        lo, hi = f.mt + 10, f.h - 18
        for _ in range(400):
            for i in range(1, n):
                d = ys[i] - ys[i - 1]
                if d < h:
                    m = (h - d) / 2
                    ys[i - 1] -= m
                    ys[i] += m
            for i in range(n):
                ys[i] = min(max(ys[i], lo + i * 0), hi)
        for i in range(1, n):
            ys[i] = max(ys[i], ys[i - 1] + h * 0.98)
        for (t, (x, y)), yy in zip(L, ys):
            if side == "r":
                x0 = f.w - f.mr + 16
                xe = x0 - 5
                al = QtCore.Qt.AlignLeft
                rect = QtCore.QRectF(x0, yy - h / 2, f.mr - 18, h)
            else:
                x0 = f.ml - 16
                xe = x0 + 5
                al = QtCore.Qt.AlignRight
                rect = QtCore.QRectF(4, yy - h / 2, f.ml - 20, h)
            qp.setPen(pen((90, 78, 72), 0.9, 0.9))
            qp.drawPolyline(
                [
                    QtCore.QPointF(xe, yy),
                    QtCore.QPointF(xe + (-14 if side == "r" else 14), yy),
                    QtCore.QPointF(x, y),
                ]
            )
            qp.setBrush(qcol((255, 255, 255)))
            qp.setPen(pen((70, 58, 52), 1, 1.0))
            qp.drawEllipse(QtCore.QPointF(x, y), 2.3, 2.3)
            qp.setBrush(QtCore.Qt.NoBrush)
            qp.setPen(qcol(col))
            qp.drawText(rect, al | QtCore.Qt.AlignVCenter, t)

    def title(f, t, sub=""):
        qp = f.qp
        fnt = QtGui.QFont("Liberation Sans")
        fnt.setPixelSize(19)
        fnt.setBold(True)
        qp.setFont(fnt)
        qp.setPen(qcol((50, 40, 36)))
        qp.drawText(QtCore.QPointF(14, 26), t)
        w = QtGui.QFontMetricsF(fnt).horizontalAdvance(t)
        fnt.setPixelSize(13)
        fnt.setBold(False)
        qp.setFont(fnt)
        qp.setPen(qcol((110, 98, 92)))
        qp.drawText(QtCore.QPointF(24 + w, 26), sub)

    def save(f, p):
        f.qp.end()
        f.img.save(p)


def anchor(vis):
    g = big(vis)
    if g.is_empty:
        return None
    try:
        q = polylabel(g, 0.5)
        return (q.x, q.y)
    except Exception:
        c = g.representative_point()
        return (c.x, c.y)


def draw_bones(qp, B, sel=None, alpha=1.0):
    qp.save()
    qp.setOpacity(alpha)
    draw_skin(qp, B, fill=(245, 237, 214), tint=(150, 112, 66), alpha=0.17, line=(104, 78, 46), lw=0.55)
    for l in B["lines"]:
        qp.strokePath(qsmooth(l), pen((112, 84, 50), 0.75, 0.38))
    qp.restore()
