"""Thin-plate warp of the 2D art from the 'author' body to any other phenotype, from vertex-to-vertex correspondence
(same mesh topology for the skin, same bone meshes), silhouettes + bones."""

import numpy as np
from scipy.interpolate import RBFInterpolator
from raster import VIEWS, tri, vnorm
from underlay import body, bf

_c = {}


def fps(P, n, seed=0):
    idx = [np.argmin(P[:, 1])]
    d = np.linalg.norm(P - P[idx[0]], axis=1)
    for _ in range(min(n, len(P)) - 1):
        i = int(d.argmax())
        idx.append(i)
        d = np.minimum(d, np.linalg.norm(P - P[i], axis=1))
    return np.array(idx)


def warp(view, sex, src="author"):
    if sex == src:
        return lambda P: np.asarray(P, float)
    if (view, sex) in _c:
        return _c[view, sex]
    lat = "lateral" in view
    key = "VL" if lat else "V"
    pr = VIEWS[view]
    A, B = body[f"{src}|{key}"], body[f"{sex}|{key}"]
    Q = body[f"{src}|Q"]
    arm = body[f"{src}|arm"]
    a, b = pr(A), pr(B)
    N = vnorm(a, tri(Q))
    used = np.zeros(len(A), bool)
    used[Q.reshape(-1)] = True
    m = used & (np.abs(N[:, 2]) < 0.12) & (arm < 0.1) & (a[:, 1] > 230) & (a[:, 1] < 830)
    i = np.nonzero(m)[0]
    i = i[fps(a[i][:, :2], 170)]
    S = [a[i][:, :2]]
    T = [b[i][:, :2]]
    pre = "L" if lat else ""
    for nm, n in (
        ("pelvis", 60),
        (pre + "femur", 45),
        (pre + "tibia", 14),
        (pre + "patella", 8),
        ("sacrum", 22),
    ):
        va, vb = bf[f"{src}|{nm}|v"], bf[f"{sex}|{nm}|v"]
        for sg in (1, -1) if not lat else (1,):
            pa, pb = pr(va * [sg, 1, 1])[:, :2], pr(vb * [sg, 1, 1])[:, :2]
            k = fps(pa, n)
            k = k[pa[k][:, 1] < 830]
            S.append(pa[k])
            T.append(pb[k])
    for k in bf.files:
        if k.startswith(f"{src}|spine_lumbar") and k.endswith("|v"):
            pa, pb = pr(bf[k])[:, :2], pr(bf[k.replace(src, sex, 1)])[:, :2]
            q = fps(pa, 8)
            S.append(pa[q])
            T.append(pb[q])
    S = np.concatenate(S)
    T = np.concatenate(T)
    _, u = np.unique(S.round(1), axis=0, return_index=True)
    f = RBFInterpolator(S[u], T[u], kernel="thin_plate_spline", smoothing=8.0)
    _c[view, sex] = f
    return f


def warp_specs(specs, view, sex):
    f = warp(view, sex)
    out = []
    for s in specs:
        s = dict(s)
        s["rails"] = [np.asarray(f(np.array(r, float))) for r in s["rails"]]
        out.append(s)
    return out
