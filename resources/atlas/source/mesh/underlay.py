import numpy as np, json, matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt, sys
from raster import *

body = np.load("bodies.npz")
bf = np.load("bones_fit.npz")


def allbones(sex, lat=False, both=True, parts=None):
    Vs = []
    Fs = []
    n = 0
    pre = "L" if lat else ""

    def add(v, f):
        nonlocal n
        Vs.append(v)
        Fs.append(f + n)
        n += len(v)

    for nm in ("pelvis", pre + "femur", pre + "tibia", pre + "patella"):
        if parts and nm[len(pre) if nm != "pelvis" else 0 :] not in parts:
            continue
        v = bf[f"{sex}|{nm}|v"]
        key = nm[1:] if lat and nm != "pelvis" else nm
        f = bf[key + "|f"] if key + "|f" in bf.files else bf[f"{sex}|{key}|f"]
        add(v, f)
        if both:
            add(v * [-1, 1, 1], f[:, ::-1])
    if not parts or "sacrum" in parts:
        add(bf[f"{sex}|sacrum|v"], bf["sacrum|f"])
    for k in bf.files:
        if k.startswith(f"{sex}|spine_") and k.endswith("|v") and (not parts or "spine" in parts):
            add(bf[k], bf[k[:-2] + "|f"])
    return np.concatenate(Vs), np.concatenate(Fs)


def lat_skin(sex):
    V = body[f"{sex}|VL"]
    Q = body[f"{sex}|Q"]
    arm = body[f"{sex}|arm"]
    return V, Q[(arm[Q] < 0.5).all(1)]


if __name__ == "__main__":
    s = 2.0
    fig, axs = plt.subplots(2, 3, figsize=(27, 22))
    for r, sex in enumerate(("female", "male")):
        for c, v in enumerate(("anterior", "posterior", "left_lateral")):
            win = (-160, 120, 160, 760) if v != "left_lateral" else (-160, 120, 160, 760)
            lat = v == "left_lateral"
            V, Q = (body[f"{sex}|V"], body[f"{sex}|Q"]) if not lat else lat_skin(sex)
            m, Z, N, _ = render(V, Q, v, win, s)
            bV, bF = allbones(sex, lat)
            mb, Zb, Nb, _ = render(bV, bF, v, win, s)
            I = np.where(m, 0.55 + 0.45 * np.clip(N @ np.array([-0.2, -0.3, 0.93]), 0, 1), 1.0)
            Ib = np.clip(0.1 + 0.9 * (Nb @ np.array([-0.3, -0.35, 0.89])), 0, 1)
            rgb = np.stack([I, I * 0.97, I * 0.93], 2)
            a = 0.65 * mb[..., None]
            rgb = rgb * (1 - a) + a * np.stack([Ib, Ib * 0.95, Ib * 0.8], 2)
            ax = axs[r, c]
            ax.imshow(rgb, extent=(win[0], win[2], win[3], win[1]))
            ax.set_xticks(range(win[0], win[2] + 1, 20))
            ax.set_yticks(range(win[1], win[3] + 1, 20))
            ax.grid(alpha=0.25, lw=0.5)
            ax.tick_params(labelsize=6)
            ax.set_title(f"{sex} {v}")
    plt.tight_layout()
    plt.savefig("underlay.png", dpi=55)
