"""mask/tone -> clean smoothed closed contours -> cubic Bezier paths (Schneider least-squares fit)."""

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d
from skimage.measure import find_contours
from shapely.geometry import Polygon, MultiPolygon, LineString
from shapely.ops import unary_union


def resample(p, step, closed):
    p = np.asarray(p, float)
    q = np.vstack([p, p[:1]]) if closed else p
    d = np.r_[0, np.cumsum(np.linalg.norm(np.diff(q, axis=0), axis=1))]
    keep = np.r_[True, np.diff(d) > 1e-9]
    q = q[keep]
    d = d[keep]
    n = max(8 if closed else 2, int(round(d[-1] / step)) + (0 if closed else 1))
    t = np.linspace(0, d[-1], n, endpoint=not closed)
    return np.stack([np.interp(t, d, q[:, 0]), np.interp(t, d, q[:, 1])], 1)


def smooth_closed(p, step=0.5, sigma=1.2):
    q = resample(p, step, True)
    s = sigma / step
    # Taubin-like: smooth then restore low-frequency shrink
    a = gaussian_filter1d(q, s, axis=0, mode="wrap")
    b = gaussian_filter1d(a, s, axis=0, mode="wrap")
    return a + (a - b)


def contours(field, level, win, s, min_area=20, sigma=1.0, step=0.5):
    H, W = field.shape
    F = np.pad(field, 2, constant_values=0.0)
    out = []
    for c in find_contours(F, level):
        if np.linalg.norm(c[0] - c[-1]) > 1e-6:
            continue
        p = np.stack([(c[:, 1] - 2 + 0.5) / s + win[0], (c[:, 0] - 2 + 0.5) / s + win[1]], 1)[:-1]
        if len(p) < 8:
            continue
        P = Polygon(p)
        if abs(P.area) < min_area:
            continue
        out.append(smooth_closed(p, step, sigma))
    return out


# ---- Schneider curve fitting
def _bez(c, t):
    t = t[:, None]
    return (1 - t) ** 3 * c[0] + 3 * t * (1 - t) ** 2 * c[1] + 3 * t * t * (1 - t) * c[2] + t**3 * c[3]


def _fit1(p, u, t1, t2):
    b0 = (1 - u) ** 3
    b1 = 3 * u * (1 - u) ** 2
    b2 = 3 * u * u * (1 - u)
    b3 = u**3
    A1 = b1[:, None] * t1
    A2 = b2[:, None] * t2
    T = p - (p[0] * (b0 + b1)[:, None] + p[-1] * (b2 + b3)[:, None])
    c11 = (A1 * A1).sum()
    c12 = (A1 * A2).sum()
    c22 = (A2 * A2).sum()
    x1 = (A1 * T).sum()
    x2 = (A2 * T).sum()
    det = c11 * c22 - c12 * c12
    L = np.linalg.norm(p[-1] - p[0])
    if abs(det) < 1e-12:
        a1 = a2 = L / 3
    else:
        a1 = (x1 * c22 - x2 * c12) / det
        a2 = (c11 * x2 - c12 * x1) / det
    if a1 < L * 1e-3 or a2 < L * 1e-3 or a1 > 3 * L + 1e-9 or a2 > 3 * L + 1e-9:
        a1 = a2 = L / 3
    return np.array([p[0], p[0] + t1 * a1, p[-1] + t2 * a2, p[-1]])


def _fit(p, t1, t2, tol, depth=0):
    if len(p) == 2:
        d = np.linalg.norm(p[1] - p[0]) / 3
        return [np.array([p[0], p[0] + t1 * d, p[1] + t2 * d, p[1]])]
    d = np.r_[0, np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))]
    u = d / d[-1]
    c = _fit1(p, u, t1, t2)
    for _ in range(4):
        e = np.linalg.norm(_bez(c, u) - p, axis=1)
        k = int(e.argmax())
        if e[k] < tol:
            return [c]
        q = _bez(c, u)
        d1 = 3 * (
            ((1 - u) ** 2)[:, None] * (c[1] - c[0])
            + (2 * u * (1 - u))[:, None] * (c[2] - c[1])
            + (u * u)[:, None] * (c[3] - c[2])
        )
        d2 = 6 * ((1 - u)[:, None] * (c[2] - 2 * c[1] + c[0]) + u[:, None] * (c[3] - 2 * c[2] + c[1]))
        num = ((q - p) * d1).sum(1)
        den = (d1 * d1).sum(1) + ((q - p) * d2).sum(1)
        u = np.clip(np.where(np.abs(den) > 1e-12, u - num / den, u), 0, 1)
        u[0] = 0
        u[-1] = 1
        if (np.diff(u) <= 0).any():
            u = d / d[-1]
        c = _fit1(p, u, t1, t2)
    e = np.linalg.norm(_bez(c, u) - p, axis=1)
    k = int(e.argmax())
    if e[k] < tol:
        return [c]
    k = min(max(k, 1), len(p) - 2)
    v = p[k - 1] - p[k + 1]
    v = v / (np.linalg.norm(v) + 1e-12)
    return _fit(p[: k + 1], t1, v, tol) + _fit(p[k:], -v, t2, tol)


def bezier(p, closed=True, tol=0.12, corner=50):
    """polyline -> list of cubic segments; splits at corners sharper than `corner` degrees"""
    p = np.asarray(p, float)
    d = np.linalg.norm(np.diff(np.vstack([p, p[:1]]) if closed else p, axis=0), axis=1)
    keep = np.r_[True, np.linalg.norm(np.diff(p, axis=0), axis=1) > 1e-6]
    p = p[keep]
    n = len(p)
    if n < 3:
        return []
    if closed:
        a = p - np.roll(p, 1, 0)
        b = np.roll(p, -1, 0) - p
        ang = np.degrees(np.abs(np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(1))))
        cs = [i for i in range(n) if ang[i] > corner]
        if not cs:
            cs = [0]
            smooth0 = True
        else:
            smooth0 = False
        p = np.roll(p, -cs[0], 0)
        cs = [(c - cs[0]) % n for c in cs] + [n]
        p = np.vstack([p, p[:1]])
    else:
        a = p[1:-1] - p[:-2]
        b = p[2:] - p[1:-1]
        ang = np.degrees(np.abs(np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(1))))
        cs = [0] + [i + 1 for i in range(n - 2) if ang[i] > corner] + [n - 1]
        smooth0 = False
    segs = []
    cs = sorted(set(cs))
    for i, j in zip(cs[:-1], cs[1:]):
        q = p[i : j + 1]
        if len(q) < 2:
            continue
        k = min(2, len(q) - 1)
        if closed and smooth0:
            t = p[1] - p[-2]
            t1 = t / np.linalg.norm(t)
            t2 = -t1
        else:
            t1 = q[k] - q[0]
            t1 /= np.linalg.norm(t1) + 1e-12
            t2 = q[-1 - k] - q[-1]
            t2 /= np.linalg.norm(t2) + 1e-12
        segs += _fit(q, t1, t2, tol)
    return segs


def path_d(segs, nd=2):
    if not segs:
        return ""
    f = lambda v: f"{v[0]:.{nd}f} {v[1]:.{nd}f}"
    s = "M" + f(segs[0][0])
    for c in segs:
        s += f"C{f(c[1])} {f(c[2])} {f(c[3])}"
    return s
