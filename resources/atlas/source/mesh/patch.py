"""A muscle = ruled patch: >=2 'rails' (origin -> insertion control polylines). Gives closed outline, fibres, bulge levels, tendon ends."""

import numpy as np
from scipy.interpolate import PchipInterpolator, CubicSpline
from shapely.geometry import Polygon


def crspline(P, n=64, closed=False):
    """centripetal Catmull-Rom through the points, resampled to n points evenly in arc length"""
    P = np.asarray(P, float)
    if len(P) == 2:
        return np.linspace(P[0], P[1], n)
    if closed:
        Q = np.vstack([P[-1], P, P[0], P[1]])
    else:
        Q = np.vstack([2 * P[0] - P[1], P, 2 * P[-1] - P[-2]])
    out = []
    for i in range(1, len(Q) - 2):
        p0, p1, p2, p3 = Q[i - 1 : i + 3]
        t0 = 0
        t1 = t0 + max(np.linalg.norm(p1 - p0), 1e-6) ** 0.5
        t2 = t1 + max(np.linalg.norm(p2 - p1), 1e-6) ** 0.5
        t3 = t2 + max(np.linalg.norm(p3 - p2), 1e-6) ** 0.5
        t = np.linspace(t1, t2, 24, endpoint=False)[:, None]
        a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
        a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
        b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        out.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    out = np.vstack(out + [Q[-2][None]] if not closed else out)
    q = np.vstack([out, out[:1]]) if closed else out
    d = np.r_[0, np.cumsum(np.linalg.norm(np.diff(q, axis=0), axis=1))]
    u = np.linspace(0, d[-1], n, endpoint=not closed)
    return np.stack([np.interp(u, d, q[:, 0]), np.interp(u, d, q[:, 1])], 1)


class Patch:
    def __init__(s, rails, bulge0=0, bulge1=0, ns=72):
        s.R = np.stack([crspline(r, ns) for r in rails])
        s.ns = ns
        K = len(rails)
        if K == 2:
            # add a middle rail with rounded caps
            mid = (s.R[0] + s.R[1]) / 2
            d0 = mid[0] - mid[3]
            d0 /= np.linalg.norm(d0) + 1e-9
            d1 = mid[-1] - mid[-4]
            d1 /= np.linalg.norm(d1) + 1e-9
            w0 = np.linalg.norm(s.R[0][0] - s.R[1][0])
            w1 = np.linalg.norm(s.R[0][-1] - s.R[1][-1])
            u = np.linspace(0, 1, ns)[:, None]
            mid = (
                mid
                + d0 * (bulge0 or 0.18 * w0) * np.clip(1 - u * 6, 0, 1) ** 2
                + d1 * (bulge1 or 0.18 * w1) * np.clip(1 - (1 - u) * 6, 0, 1) ** 2
            )
            s.R = np.stack([s.R[0], mid, s.R[1]])
            K = 3
        s.tk = np.linspace(0, 1, K)
        s.f = CubicSpline(s.tk, s.R, axis=0, bc_type="natural") if K > 2 else None

    def at(s, t, sv):
        """points at arrays t,s in [0,1]"""
        t = np.asarray(t, float)
        sv = np.asarray(sv, float)
        G = s.f(t)
        i = np.clip(sv * (s.ns - 1), 0, s.ns - 1)
        j = np.minimum(i.astype(int), s.ns - 2)
        w = (i - j)[:, None]
        k = np.arange(len(t))
        return G[k, j] * (1 - w) + G[k, j + 1] * w

    def outline(s, n=60, m=24, smax=1.0):
        a = np.linspace(0, smax, n)
        b = np.linspace(0, 1, m)
        return np.vstack(
            [
                s.at(np.zeros(n), a),
                s.at(b[1:], np.full(m - 1, smax)),
                s.at(np.ones(n - 1), a[::-1][1:]),
                s.at(b[::-1][1:-1], np.zeros(m - 2)),
            ]
        )

    def level(s, r, n=90, p=2.6, cs=0.5, ct=0.5, s0=0.0, s1=1.0):
        th = np.linspace(0, 2 * np.pi, n, endpoint=False)
        c, sn = np.cos(th), np.sin(th)
        x = np.sign(c) * np.abs(c) ** (2 / p)
        y = np.sign(sn) * np.abs(sn) ** (2 / p)
        sv = s0 + (s1 - s0) * (cs + x * r * np.where(x > 0, 1 - cs, cs))
        t = ct + y * r * np.where(y > 0, 1 - ct, ct)
        return s.at(np.clip(t, 0, 1), np.clip(sv, 0, 1))

    def fibres(s, n, rng, kind="par", s0=0.0, s1=1.0, broken=0.35):
        out = []
        if kind == "par":
            ts = (np.arange(n) + 0.5) / n + rng.uniform(-0.25, 0.25, n) / n
            for t in ts:
                a = s0 + rng.uniform(0, 0.03)
                b = s1 - rng.uniform(0, 0.03)
                if rng.rand() < broken:
                    if rng.rand() < 0.5:
                        a = s0 + rng.uniform(0.05, 0.45) * (s1 - s0)
                    else:
                        b = s1 - rng.uniform(0.05, 0.45) * (s1 - s0)
                sv = np.linspace(a, b, 26)
                out.append((t, s.at(np.full(26, t), sv), sv))
        else:  # bipennate / unipennate: oblique lines in (s,t)
            k = dict(bi=0.16, uni=0.22, fan=0.1).get(kind, 0.16)
            for c in np.linspace(s0 - k, s1, int(n * 2.2)):
                c += rng.uniform(-0.3, 0.3) * (s1 - s0) / (n * 2.2)
                if kind == "bi":
                    for sd in (0, 1):
                        t = np.linspace(0.5, 0.5 + (0.48 if sd else -0.48), 18)
                        sv = c + k * (1 - np.abs(t - 0.5) * 2)
                        ok = (sv >= s0) & (sv <= s1)
                        if ok.sum() > 4:
                            out.append((abs(t[ok]).mean(), s.at(t[ok], sv[ok]), sv[ok]))
                else:
                    t = np.linspace(0.02, 0.98, 22)
                    sv = c + k * t
                    ok = (sv >= s0) & (sv <= s1)
                    if ok.sum() > 4:
                        out.append((0.5, s.at(t[ok], sv[ok]), sv[ok]))
        return out
