"""Fit bones to the two body templates. Pelvis+sacrum, femur, tibia/fibula: GIAS3 LLP26 mean meshes (PyPI musculoskeletal-models, MPL-2.0)
lumbar/thoracic vertebrae, rib cage, patella: PyPI myo-sim (Apache-2.0). Output bones_fit.npz + landmarks3d.json (H=1000 frame)."""

import numpy as np, json, sys
from scipy.spatial import cKDTree

g = np.load("gias.npz")
B = np.load("bones.npz")
body = np.load("bodies.npz")
conv = lambda V: np.stack([V[:, 0], V[:, 2], -V[:, 1]], 1)  # x left, y up, z ant
pel = conv(g["pelvis|v"])
pF = g["pelvis|f"].astype(int)
fem = conv(g["femur|v"])
fF = g["femur|f"].astype(int)
tib = conv(g["tibia|v"])
tF = g["tibia|f"].astype(int)
# connected components of the pelvis -> L hemi, R hemi, sacrum
import trimesh

m = trimesh.Trimesh(pel, pF, process=True)
comps = m.split(only_watertight=False)
comps = sorted(comps, key=lambda c: -len(c.vertices))[:3]
comps = sorted(comps, key=lambda c: c.vertices[:, 0].mean())
R, S, L = comps
print([len(c.vertices) for c in comps], [c.vertices.mean(0).round(1).tolist() for c in comps])


def sphere(P):
    A = np.c_[2 * P, np.ones(len(P))]
    b = (P**2).sum(1)
    c = np.linalg.lstsq(A, b, rcond=None)[0]
    return c[:3], np.sqrt(c[3] + (c[:3] ** 2).sum())


# femoral head: points within 24mm below the top, medial
top = fem[:, 1].max()
cand = fem[(fem[:, 1] > top - 60) & (fem[:, 0] < np.quantile(fem[fem[:, 1] > top - 60][:, 0], 0.35))]
hc, hr = sphere(cand)
for _ in range(5):
    sel = fem[np.abs(np.linalg.norm(fem - hc, axis=1) - hr) < 2.0]
    sel = sel[sel[:, 0] < hc[0] + 0.3 * hr]
    hc, hr = sphere(sel)
print("femoral head", hc.round(1), hr.round(1))


# pelvic frame: mid-sagittal plane from mirrored L/R (ICP-like using corresponding extreme landmarks)
def lm(c, sgn):
    v = c.vertices
    up = v[v[:, 1] > np.quantile(v[:, 1], 0.55)]
    asis = up[np.argmax(up[:, 2])]
    psis_c = up[np.argmin(up[:, 2])]
    isch = v[np.argmin(v[:, 1])]
    lo = v[v[:, 1] < np.quantile(v[:, 1], 0.45)]
    pub = lo[np.argmin(sgn * lo[:, 0] + 0 * lo[:, 2])]
    crest = v[np.argmax(v[:, 1])]
    return dict(asis=asis, psis=psis_c, isch=isch, pub=pub, crest=crest)


lL, lR = lm(L, 1), lm(R, -1)
# rigid: choose x axis = mean of paired differences; origin on midline
d = sum((lL[k] - lR[k]) / np.linalg.norm(lL[k] - lR[k]) for k in lL)
ex = d / np.linalg.norm(d)
mid = np.mean([(lL[k] + lR[k]) / 2 for k in lL], 0)
pm = (lL["pub"] + lR["pub"]) / 2
am = (lL["asis"] + lR["asis"]) / 2
v = am - pm
v -= ex * (v @ ex)
ey = v / np.linalg.norm(v)
ez = np.cross(ex, ey)  # ASIS directly above pubis
Rm = np.stack([ex, ey, ez])
tf = lambda P: (P - mid) @ Rm.T
Lv, Rv, Sv = tf(L.vertices), tf(R.vertices), tf(S.vertices)
HC = tf(hc[None])[0]
# symmetrise: average left with mirrored right via nearest neighbours
Rmv = Rv * [-1, 1, 1]
t = cKDTree(Rmv)
_, i = t.query(Lv)
Lsym = (Lv + Rmv[i]) / 2
Ssym = Sv.copy()
t = cKDTree(Sv * [-1, 1, 1])
_, i = t.query(Sv)
Ssym = (Sv + (Sv * [-1, 1, 1])[i]) / 2
print(
    "bicristal mm",
    2 * Lsym[:, 0].max(),
    "height",
    np.ptp(Lsym[:, 1]),
    "HC",
    HC.round(1),
    "hjc width",
    2 * HC[0],
)
tilt = np.radians(4.0)  # ASIS slightly anterior of the pubic symphysis (standing, mild anterior tilt)
Rt = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
out = {}
LM = {}
for sex in ("author", "female", "male"):
    J = lambda n, lat=False: body[f"{sex}|J{'L' if lat else ''}|{n}"]
    # anthropometric targets (ANSUR II means / stature): bicristal bony, trochanterion, iliocristale
    bic = {"author": 163.0, "female": 164.5, "male": 157.0}[sex]
    hjc_y = {"author": 521.0, "female": 517.5, "male": 531.5}[sex]
    s = bic / (2 * Lsym[:, 0].max())
    sx = s
    sy = s * ({"author": 1.09, "female": 1.09, "male": 1.12}[sex])
    sz = s * ({"author": 0.86, "female": 0.88, "male": 0.88}[sex])

    def place(P):
        return ((P - [0, HC[1], HC[2]]) @ Rt.T) * [sx, sy, sz]

    SVz = lambda q: (lambda T: (T[:, 2].max() + T[:, 2].min()) / 2)(
        body[q + "|V"][(np.abs(body[q + "|V"][:, 0]) < 70) & (np.abs(body[q + "|V"][:, 1] - hjc_y) < 25)]
    )
    zoff = 25.0 + SVz(sex) - SVz("author") if sex != "author" else 25.0
    T = np.array([0, hjc_y, zoff])
    pl = place(Lsym) + T
    sc = place(Ssym) + T
    hcL = place(HC[None])[0] + T
    # femur: head -> hcL, knee centre -> above MakeHuman knee; lateral scale same as length scale
    kc = fem[fem[:, 1] < fem[:, 1].min() + 25].mean(0)

    def two(P, a, b, A2, B2, wid):
        """map segment a-b to A2-B2 keeping the left-right axis; anisotropic width scale"""
        u = b - a
        u /= np.linalg.norm(u)
        x0 = np.array([1, 0, 0]) - u * u[0]
        x0 /= np.linalg.norm(x0)
        z0 = np.cross(x0, u)
        U = B2 - A2
        Ln = np.linalg.norm(U)
        U /= Ln
        X = np.array([1, 0, 0]) - U * U[0]
        X /= np.linalg.norm(X)
        Z = np.cross(X, U)
        k = Ln / np.linalg.norm(b - a)
        Q = P - a
        return A2 + np.outer(Q @ u * k, U) + np.outer(Q @ x0 * wid, X) + np.outer(Q @ z0 * wid, Z)

    for lat in (False, True):
        pre = "L" if lat else ""
        kn = J("l-knee", lat) * 1.0
        an = J("l-ankle", lat)
        knt = np.array(
            [kn[0] - 1, kn[1] - 2.5, kn[2] - 8]
        )  # anatomical knee centre lies behind the MakeHuman joint
        fl = two(fem, hc, kc, hcL, knt, s * 1.04)
        ta = tib[tib[:, 1] > tib[:, 1].max() - 20].mean(0)
        tb = tib[tib[:, 1] < tib[:, 1].min() + 15].mean(0)
        tl = two(tib, ta, tb, knt + [0, -14, 0], np.array([an[0] + 2, an[1] + 0, an[2] - 4]), s * 1.0)
        out[f"{sex}|{pre}femur|v"] = fl
        out[f"{sex}|{pre}tibia|v"] = tl
    out[f"{sex}|pelvis|v"] = pl
    out[f"{sex}|sacrum|v"] = sc

    # spine+ribs from myo_sim: world is x right?, z up, y posterior
    def mj(n):
        v = B[n + "|v"]
        return np.stack([v[:, 0] + 0.0250, v[:, 2], -v[:, 1]], 1) * 1000

    sac = mj("sacrum_geom_1_sacrum")
    s1_src = np.array([0, sac[:, 1].max(), sac[sac[:, 1] > sac[:, 1].max() - 4][:, 2].mean()])
    scs = sc
    s1 = np.array([0, np.quantile(scs[np.abs(scs[:, 0]) < 15 * s][:, 1], 0.995), 0])
    s1[2] = scs[(scs[:, 1] > s1[1] - 8) & (np.abs(scs[:, 0]) < 20)][:, 2].mean()
    c7y = {"author": 862.0, "female": 860.0, "male": 864.0}[sex]
    th = mj("torso_geom_12_thoracic1_s")
    k = (c7y - s1[1]) / (th[:, 1].max() - s1_src[1])
    kx = k * {"author": 0.93, "female": 0.95, "male": 1.04}[sex]
    kz = k * {"author": 0.74, "female": 0.76, "male": 0.86}[sex]
    bx, by = [], []
    n = 0
    names = [
        x[:-2] for x in B.files if x.endswith("|v") and (x.startswith("lumbar") or x.startswith("torso_geom"))
    ]
    for nm in names:
        v = mj(nm)
        q = (v - s1_src) * [kx, k, kz]
        q = q + s1
        f = B[nm + "|f"]
        out[f"{sex}|spine_{nm}|v"] = q
        out[f"{sex}|spine_{nm}|f"] = f
    # warp spine + ribs forward where they would pierce the back skin (midline), smooth in y
    SV = body[f"{sex}|V"]
    mid = SV[np.abs(SV[:, 0]) < 6]
    allsp = np.concatenate([out[f"{sex}|spine_{n}|v"] for n in names])
    ys = np.arange(540, 900, 6.0)
    need = []
    for y in ys:
        b = mid[(np.abs(mid[:, 1] - y) < 6) & (mid[:, 2] < 0)]
        sp = allsp[(np.abs(allsp[:, 1] - y) < 6) & (np.abs(allsp[:, 0]) < 12)]
        need.append(max(0.0, (b[:, 2].min() + 5.0) - sp[:, 2].min()) if len(b) and len(sp) else 0.0)
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    need = gaussian_filter1d(maximum_filter1d(np.array(need), 5), 2.0)
    for n in names:
        q = out[f"{sex}|spine_{n}|v"]
        zb = q[:, 2].min()
        q[:, 2] = zb + (q[:, 2] - zb) * (
            {"author": 1.25, "female": 1.25, "male": 1.12}[sex] if "ribcage" in n else 1.0
        )
        q[:, 2] += (
            np.interp(q[:, 1], ys, need)
            if "ribcage" not in n
            else np.interp(q[:, 1], ys, need) * np.clip((20 - q[:, 2]) / 60, 0, 1)
        )
        out[f"{sex}|spine_{n}|v"] = q
    print(sex, "spine forward warp max", need.max().round(1))
    for nm in ("l_patella",):
        v = mj(nm)
        v = (v - v.mean(0)) * k
        for lat in (False, True):
            kn = J("l-knee", lat)
            out[f"{sex}|{'L' if lat else ''}patella|v"] = v + np.array([kn[0] - 1, kn[1] + 14, kn[2] + 15])
        out[f"{sex}|patella|f"] = B[nm + "|f"]
    # ---------------- landmarks (subject's LEFT side; mirror for the right)
    a = {}
    up = pl[pl[:, 1] > np.quantile(pl[:, 1], 0.60)]
    a["ASIS"] = up[np.argmax(up[:, 2])]
    a["iliac_crest_top"] = pl[np.argmax(pl[:, 1])]
    a["iliac_tubercle"] = pl[np.argmax(pl[:, 0] + 0.15 * pl[:, 1])]
    post = pl[(pl[:, 1] > a["ASIS"][1] - 22) & (pl[:, 1] < a["ASIS"][1] + 32)]
    a["PSIS"] = post[np.argmin(post[:, 2])]
    low = pl[pl[:, 1] < np.quantile(pl[:, 1], 0.40)]
    a["ischial_tuberosity"] = pl[np.argmin(pl[:, 1] + 0.55 * pl[:, 2])]
    pub = pl[(pl[:, 0] < 12 * s * 1.0 + 3) & (pl[:, 1] < hcL[1] + 5)]
    a["pubic_symphysis_top"] = np.array([0, pub[:, 1].max(), pub[np.argmax(pub[:, 1]), 2]])
    a["pubic_symphysis_bottom"] = np.array([0, pub[:, 1].min(), pub[np.argmin(pub[:, 1]), 2]])
    tubr = pl[(pl[:, 0] > 10) & (pl[:, 0] < 22) & (pl[:, 1] < hcL[1] + 8)]
    a["pubic_tubercle"] = tubr[np.argmax(tubr[:, 2] + 0.5 * tubr[:, 1])]
    fl = out[f"{sex}|femur|v"]
    prox = fl[fl[:, 1] > hcL[1] - 45]
    a["greater_trochanter"] = prox[np.argmax(prox[:, 0] + 0.3 * prox[:, 1])]
    ltz = fl[(fl[:, 1] < hcL[1] - 28) & (fl[:, 1] > hcL[1] - 56)]
    a["lesser_trochanter"] = ltz[np.argmin(ltz[:, 0] + 0.7 * ltz[:, 2])]
    a["hip_joint_centre"] = hcL
    a["sacrum_top_S1"] = s1
    a["coccyx_tip"] = np.array([0, sc[:, 1].min(), sc[np.argmin(sc[:, 1]), 2]])
    a["lateral_epicondyle"] = fl[fl[:, 1] < fl[:, 1].min() + 40][
        np.argmax(fl[fl[:, 1] < fl[:, 1].min() + 40][:, 0])
    ]
    a["medial_epicondyle"] = fl[fl[:, 1] < fl[:, 1].min() + 40][
        np.argmin(fl[fl[:, 1] < fl[:, 1].min() + 40][:, 0])
    ]
    a["knee_joint_centre"] = np.array([J("l-knee")[0] - 1, fl[:, 1].min() - 2, J("l-knee")[2] - 8])
    LM[sex] = {k: v.tolist() for k, v in a.items()}
    print(sex, {k: np.round(v, 1).tolist() for k, v in a.items()})
out["pelvis|f"] = L.faces
out["sacrum|f"] = S.faces
out["femur|f"] = fF
out["tibia|f"] = tF
np.savez("bones_fit.npz", **out)
json.dump(LM, open("landmarks3d.json", "w"), indent=1)
