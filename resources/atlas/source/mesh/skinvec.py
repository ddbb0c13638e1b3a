"""skin + bone vector layers for a view: silhouette, tonal bands, depth-discontinuity contour lines"""

import numpy as np
from raster import *
from vec import *
from underlay import body, bf, allbones, lat_skin
from scipy.ndimage import gaussian_filter, binary_opening, binary_dilation, binary_erosion
from skimage.morphology import skeletonize, remove_small_objects
from skimage.measure import label

L = np.array([-0.32, -0.42, 0.85])
L /= np.linalg.norm(L)


def tone(m, N, sig):
    I = np.clip(N @ L, 0, 1)
    w = gaussian_filter(m.astype(float), sig)
    t = gaussian_filter(np.where(m, I, 0), sig) / np.maximum(w, 1e-6)
    return np.where(m, t, 1.0)


def fres(m, N, sig):
    I = N[..., 2]
    w = gaussian_filter(m.astype(float), sig)
    t = gaussian_filter(np.where(m, I, 0), sig) / np.maximum(w, 1e-6)
    return np.where(m, t, 1.0)


def layer(
    V,
    F,
    view,
    win,
    s=4.0,
    sigma=1.0,
    levels=(0.80, 0.70, 0.60, 0.50, 0.40),
    min_area=30,
    tsig=1.6,
    use="tone",
    amin=12,
):
    m, Z, N, ID = render(V, F, view, win, s)
    soft = gaussian_filter(m.astype(float), 0.7)
    sil = contours(soft, 0.5, win, s, min_area=min_area, sigma=sigma)
    T = (tone if use == "tone" else fres)(m, N, tsig * s)
    bands = []
    for lv in levels:
        f = np.where(m, lv - T, -0.05)  # >0 where darker than lv
        f = np.maximum(f, -0.2)
        cs = contours(gaussian_filter(f, 0.8) + 1.0, 1.0, win, s, min_area=amin, sigma=sigma)
        bands.append(cs)
    return dict(sil=sil, bands=bands, mask=m, Z=Z, N=N, T=T)


def crease_lines(m, Z, win, s, thr, minlen=12, sigma=1.0):
    """occluding contours inside the mask: depth jumps > thr units"""
    Zf = np.where(m, Z, -1e3)
    e = np.zeros_like(m)
    for ax, sh in ((0, 1), (0, -1), (1, 1), (1, -1)):
        n = np.roll(Zf, sh, ax)
        e |= m & (n > -900) & ((n - Zf) > thr)
    inner = binary_erosion(m, iterations=3)
    e &= inner
    e = binary_dilation(e, iterations=1)
    sk = skeletonize(e)
    sk = remove_small_objects(sk, max_size=int(minlen * s * 0.6), connectivity=2)
    return trace(sk, win, s, minlen, sigma)


def trace(sk, win, s, minlen, sigma):
    pts = set(map(tuple, np.argwhere(sk)))
    nb = lambda p: [
        (p[0] + a, p[1] + b)
        for a in (-1, 0, 1)
        for b in (-1, 0, 1)
        if (a or b) and (p[0] + a, p[1] + b) in pts
    ]
    deg = {p: len(nb(p)) for p in pts}
    used = set()
    lines = []
    starts = [p for p in pts if deg[p] == 1] + [p for p in pts if deg[p] > 2] + list(pts)
    for st in starts:
        for n0 in nb(st):
            if (st, n0) in used:
                continue
            line = [st, n0]
            used.add((st, n0))
            used.add((n0, st))
            while deg[line[-1]] == 2:
                c = [q for q in nb(line[-1]) if q != line[-2] and (line[-1], q) not in used]
                if not c:
                    break
                used.add((line[-1], c[0]))
                used.add((c[0], line[-1]))
                line.append(c[0])
            p = np.array(line, float)
            q = np.stack([(p[:, 1] + 0.5) / s + win[0], (p[:, 0] + 0.5) / s + win[1]], 1)
            L = np.linalg.norm(np.diff(q, axis=0), axis=1).sum()
            if L >= minlen:
                r = resample(q, 0.5, False)
                k = sigma / 0.5
                rr = gaussian_filter1d(r, k, axis=0, mode="nearest")
                rr[0] = r[0]
                rr[-1] = r[-1]
                lines.append(rr)
    return lines
