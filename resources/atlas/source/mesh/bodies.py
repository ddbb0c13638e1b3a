"""Build the two (female, male) body templates: frontal pose and lateral pose, H=1000 units,
x = subject's left +, y = up from the floor (0) to the vertex (1000), z = anterior +. Saved to bodies.npz"""

import numpy as np, skin


def make(gender, extra=()):
    V = skin.phenotype(
        gender=gender,
        age_old=0.10,
        muscle=0.55 if gender < 0.5 else 0.55,
        weight=0.44,
        ideal=0.5,
        extra=extra,
    )
    return V


def norm(V0):
    # use body-only vertices for the floor & vertex
    _, G = skin.load_base()
    used = np.unique(np.array(G["body"]))
    y0 = V0[used, 1].min()
    h = np.ptp(V0[used, 1])
    return lambda P: (P - np.array([0, y0, 0])) * (1000.0 / h)


JO = [
    "l-upper-leg",
    "l-knee",
    "l-ankle",
    "l-shoulder",
    "l-elbow",
    "l-hand",
    "pelvis",
    "spine-1",
    "spine-2",
    "spine-3",
    "spine-4",
    "neck",
    "head",
]
if __name__ == "__main__":
    out = {}
    PH = {
        "author": dict(
            gender=0.0, age_old=0.10, muscle=0.55, weight=0.44, ideal=0.5
        ),  # the frame the rails were drawn in
        "female": dict(gender=0.0, age_old=0.22, muscle=0.50, weight=0.53, ideal=0.10),
        "male": dict(gender=1.0, age_old=0.22, muscle=0.50, weight=0.52, ideal=0.10),
    }
    for nm, ph in PH.items():
        V = skin.phenotype(**ph)
        P = skin.pose(V, arm_down=24, leg=3.0)
        f = norm(P)
        Pn = f(P)
        Vs, Q = skin.body(Pn, 2)
        # arm mask on body control vertices -> carry through subdivision by subdividing a scalar as 4th column
        w = np.zeros(len(V))
        for s in "LR":
            w += skin.wsum(skin.descend(f"upperarm01.{s}"), len(V))
        A, _ = skin.body(np.stack([w, w, w], 1), 2)
        out[nm + "|V"] = Vs
        out[nm + "|Q"] = Q
        out[nm + "|arm"] = A[:, 0]
        for j in JO:
            out[nm + "|J|" + j] = skin.joint(Pn, "joint-" + j)
        # lateral pose: arms slightly forward so the near arm can be ghosted
        PL = skin.pose(V, arm_down=30, leg=5, arm_fwd=8)
        fl = norm(PL)
        PLn = fl(PL)
        VL, _ = skin.body(PLn, 2)
        out[nm + "|VL"] = VL
        for j in JO:
            out[nm + "|JL|" + j] = skin.joint(PLn, "joint-" + j)
        print(nm, {j: out[nm + "|J|" + j].round(1).tolist() for j in JO[:7]})
    np.savez("bodies.npz", **out)
