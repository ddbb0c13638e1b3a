"""All close-up charts for a body: python charts.py female|male [names]"""

import sys, json
from figure import *
from warp import warp, warp_specs
import art_posterior as AP, art_anterior as AA, art_lateral as AL

LMS = json.load(open("landmarks3d.json"))
WA = (-260, 0, 260, 1005)
WB = (-140, 120, 140, 800)
WL = (-200, 0, 200, 1005)


class Chart:
    def __init__(c, sex, view, win):
        c.sex, c.view, c.win = sex, view, win
        lat = "lateral" in view
        base = "left_lateral" if lat else view
        c.S = skin_for(sex, base, WL if lat else WA)
        c.sil = silhouette_poly(c.S)
        c.clip = c.sil.buffer(-2.6)
        c.base = base
        c.pv = VIEWS[base]
        c.side = (False,) if lat else (False, True)

    def bones(c, parts="all"):
        return bone_for(c.sex, c.base, WB, parts=parts)

    def items(c, specs):
        return both(warp_specs(specs, c.base, c.sex), c.clip, sides=c.side)

    def W(c, p):
        return tuple(warp(c.base, c.sex)(np.array([p], float))[0])

    def lm(c, n, sg=1):
        p = np.array(LMS[c.sex][n])[None] * [sg, 1, 1]
        return tuple(c.pv(p)[0][:2])

    def fig(c):
        return Fig(c.win)


def lines(qp, S):
    for l in S["lines"]:
        qp.strokePath(qsmooth(l), pen((118, 84, 70), 0.7, 0.8))


def labs(its, win=None):
    from shapely.geometry import box

    W = box(win[0] + 1, win[1] + 2, win[2] - 1, win[3] - 2) if win else None
    vis = visible(its)
    vis = [v.intersection(W) if W is not None else v for v in vis]
    out = []
    for i, v in zip(its, vis):
        if i["mir"] or i["context"] or not i["label"]:
            continue
        a = anchor(v)
        if a and v.area > 6:
            out.append((i["name"], a))
    return out


def title_sex(sex):
    return {"female": "female template", "male": "male template", "author": "author frame"}[sex]


def post_sup(sex):
    c = Chart(sex, "posterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    its = c.items(AP.SUP)
    bed(qp, its, grow=6)
    for it in its:
        draw_muscle(qp, it)
    lines(qp, c.S)
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(
        [
            ("Iliac crest", c.lm("iliac_crest_top", 1)),
            ("PSIS", c.lm("PSIS", 1)),
            ("Greater trochanter", c.lm("greater_trochanter", 1)),
            ("Ischial tuberosity", c.lm("ischial_tuberosity", 1)),
            ("Sacrum", (-3, c.lm("PSIS")[1] + 20)),
            ("Latissimus dorsi", c.W((-58, 300))),
            ("Gastrocnemius", c.W((-58, 748))),
        ],
        "l",
        col=(70, 70, 92),
    )
    f.title("Posterior – superficial", title_sex(sex) + "; subject’s right is on the right")
    f.save(f"chart_{sex}_posterior_superficial.png")


def coccyx(qp, c):
    y = c.lm("coccyx_tip")[1]
    for k, (w, h) in enumerate(((5.2, 5.0), (4.0, 4.6), (2.8, 4.4))):
        y0 = y - 1.5 + k * 4.6
        p = [(-w, y0), (w, y0), (w * 0.72, y0 + h), (-w * 0.72, y0 + h)]
        q = crspline(p, 40, closed=True)
        sp = qpath_segs(bezier(q, True))
        qp.fillPath(sp, qcol((240, 230, 204)))
        qp.strokePath(sp, pen((104, 78, 46), 0.95, 0.55))


def nerve(qp, c, pts, w=2.5):
    for sg in (1, -1):
        q = crspline(np.array([c.W(p) for p in pts]) * [sg, 1], 60)
        qp.strokePath(qsmooth(q), pen((120, 92, 20), 0.9, w + 0.9))
        qp.strokePath(qsmooth(q), pen((238, 205, 92), 1, w))
        qp.strokePath(qsmooth(q - [0.4, 0]), pen((252, 236, 170), 0.9, w * 0.3))


def post_deep(sex):
    c = Chart(sex, "posterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    B = c.bones()
    draw_bones(qp, B)
    coccyx(qp, c)
    its = c.items(AP.DEEP)
    ysac = c.lm("PSIS")[1]
    by = lambda *k: [i for i in its if i["id"] in k]
    for it in (
        by(
            "quadratus_lumborum",
            "gracilis",
            "vastus_lateralis",
            "adductor_magnus",
            "popliteus",
            "biceps_femoris_sh",
        )
        + by("quadratus_femoris")
        + by("gemellus_inferior")
        + by("gemellus_superior")
        + by("obturator_internus")
    ):
        draw_muscle(qp, it)
    nerve(
        qp,
        c,
        [(45, 468), (51, 482), (56, 494), (58.5, 508), (60.5, 525), (64, 560), (67, 600), (69.5, 640)],
        2.6,
    )
    nerve(qp, c, [(69.5, 640), (71, 670), (71, 705), (70.5, 760)], 1.8)
    nerve(qp, c, [(69.5, 640), (76, 670), (84, 702), (90, 728)], 1.5)
    for it in by("piriformis"):
        draw_muscle(qp, it)
    qp.save()
    cp = QtGui.QPainterPath()
    cp.addPolygon(
        QtGui.QPolygonF(
            [
                QtCore.QPointF(*c.W(q))
                for q in (
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
            ]
        )
    )
    qp.setClipPath(cp, QtCore.Qt.IntersectClip)
    draw_bones(qp, B)
    qp.restore()
    for it in by("multifidus", "gluteus_medius_cut", "gluteus_minimus"):
        draw_muscle(qp, it)
    for n in (AP.STL,):
        for it in c.items([n]):
            draw_muscle(qp, it)
    f.leave()
    f.labels(
        labs(its, c.win) + [("Sciatic nerve", c.W((62, 545))), ("Sacrotuberous ligament", c.W((27, 503)))],
        "r",
    )
    f.labels(
        [
            ("Iliac crest", c.lm("iliac_crest_top", 1)),
            ("PSIS", c.lm("PSIS", 1)),
            ("Greater trochanter", c.lm("greater_trochanter", 1)),
            ("Ischial tuberosity", c.lm("ischial_tuberosity", 1)),
            ("Sacrum", (-8, ysac + 26)),
            ("12th rib", c.W((-36, 314))),
            ("Coccyx", (0, c.lm("coccyx_tip")[1] + 8)),
        ],
        "l",
        col=(70, 70, 92),
    )
    f.title("Posterior – deep", title_sex(sex))
    f.save(f"chart_{sex}_posterior_deep.png")


def post_int(sex):
    c = Chart(sex, "posterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    draw_bones(qp, c.bones())
    coccyx(qp, c)
    its = c.items(AP.INT)
    for it in its:
        draw_muscle(qp, it)
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(
        [
            ("Iliac crest", c.lm("iliac_crest_top", 1)),
            ("PSIS", c.lm("PSIS", 1)),
            ("Greater trochanter", c.lm("greater_trochanter", 1)),
            ("Ischial tuberosity", c.lm("ischial_tuberosity", 1)),
        ],
        "l",
        col=(70, 70, 92),
    )
    f.title("Posterior – intermediate", title_sex(sex))
    f.save(f"chart_{sex}_posterior_intermediate.png")


def navel(qp, c):
    x, y = c.W((0, 391))
    p = QtGui.QPainterPath()
    p.addEllipse(QtCore.QPointF(0, y), 1.5, 2.3)
    qp.fillPath(p, qcol((120, 60, 50), 0.85))
    qp.strokePath(p, pen((238, 222, 200), 0.9, 0.9))


def ABL(c):
    return [
        ("Iliac crest (tubercle)", c.lm("iliac_tubercle", -1)),
        ("ASIS", c.lm("ASIS", -1)),
        ("Pubic tubercle", c.lm("pubic_tubercle", -1)),
        ("Pubic symphysis", (0, c.lm("pubic_symphysis_top")[1] + 9)),
        ("Greater trochanter", c.lm("greater_trochanter", -1)),
        ("Patella", c.W((-70, 694))),
    ]


def ant_sup(sex):
    c = Chart(sex, "anterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    lines(qp, c.S)
    its = c.items(AA.SUP)
    bed(qp, its, grow=6)
    for it in its:
        draw_muscle(qp, it)
    navel(qp, c)
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(ABL(c), "l", col=(70, 70, 92))
    f.title("Anterior – superficial", title_sex(sex) + "; subject’s left is on the right")
    f.save(f"chart_{sex}_anterior_superficial.png")


def ant_deep(sex):
    c = Chart(sex, "anterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    draw_bones(qp, c.bones())
    its = c.items(AA.DEEP)
    st = {
        "gluteus_minimus": 0,
        "quadratus_lumborum": 1,
        "adductor_magnus": 1,
        "obturator_externus": 1,
        "adductor_brevis": 1,
    }
    its.sort(key=lambda i: st.get(i["id"], 2))
    for k in (0, 1, 2):
        if k == 1:
            draw_bones(qp, c.bones("pelvis+sacrum+spine"))
        if k == 2:
            draw_bones(qp, c.bones("femur"))
            draw_bones(qp, c.bones("patella"))
        for it in its:
            if st.get(it["id"], 2) == k:
                draw_muscle(qp, it)
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(ABL(c), "l", col=(70, 70, 92))
    f.title("Anterior – deep", title_sex(sex))
    f.save(f"chart_{sex}_anterior_deep.png")


def ant_int(sex):
    c = Chart(sex, "anterior", (-128, 272, 128, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    draw_bones(qp, c.bones())
    g = lambda L, *k: [s for s in L if s["id"] in k]
    half = AA.ABD2 + AA.IOB
    low = c.items(
        g(AA.DEEP, "adductor_magnus", "adductor_brevis") + g(AA.SUP, "adductor_longus", "pectineus")
    )
    for it in low:
        draw_muscle(qp, it)
    draw_bones(qp, c.bones("femur"))
    draw_bones(qp, c.bones("patella"))
    mid = c.items(
        g(AA.DEEP, "vastus_intermedius") + g(AA.SUP, "gracilis") + g(AA.DEEP, "iliacus", "psoas_major")
    )
    tra = [i for i in c.items(AA.ABD2)]
    io = [i for i in c.items(AA.IOB) if not i["mir"]]
    rec = c.items(AA.RECT)
    for it in mid + tra + io + rec:
        draw_muscle(qp, it)
    its = low + mid + io + rec
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(
        [("Transversus abdominis", tuple(np.array(c.W((56, 380))) * [-1, 1]))] + ABL(c), "l", col=(70, 70, 92)
    )
    f.title(
        "Anterior – intermediate",
        title_sex(sex) + "; abdominal wall: internal oblique (right of image), transversus (left)",
    )
    f.save(f"chart_{sex}_anterior_intermediate.png")


def LBL(c):
    return [
        ("Iliac crest", c.lm("iliac_crest_top")),
        ("ASIS", c.lm("ASIS")),
        ("PSIS", c.lm("PSIS")),
        ("Greater trochanter", c.lm("greater_trochanter")),
        ("Lateral epicondyle", c.lm("lateral_epicondyle")),
    ]


def lat_sup(sex):
    c = Chart(sex, "left_lateral", (-145, 272, 111, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    lines(qp, c.S)
    its = c.items(AL.SUP)
    bed(qp, its, grow=5)
    for it in its:
        draw_muscle(qp, it)
    f.leave()
    f.labels(labs(its, c.win), "r")
    f.labels(LBL(c), "l", col=(70, 70, 92))
    f.title("Left lateral – superficial", title_sex(sex) + "; anterior is on the left")
    f.save(f"chart_{sex}_lateral_superficial.png")


def lat_deep(sex):
    c = Chart(sex, "left_lateral", (-145, 272, 111, 786))
    f = c.fig()
    qp = f.qp
    draw_skin(qp, c.S)
    draw_bones(qp, c.bones())
    a = c.items(AL.DEEP)
    b = c.items(AL.DEEP2)
    for it in a:
        draw_muscle(qp, it)
    draw_bones(qp, c.bones("femur"))
    for it in b:
        draw_muscle(qp, it)
    f.leave()
    f.labels(labs(a + b, c.win), "r")
    f.labels(LBL(c), "l", col=(70, 70, 92))
    f.title("Left lateral – deep", title_sex(sex))
    f.save(f"chart_{sex}_lateral_deep.png")


if __name__ == "__main__":
    sex = sys.argv[1]
    names = sys.argv[2:] or [
        "post_sup",
        "post_int",
        "post_deep",
        "ant_sup",
        "ant_int",
        "ant_deep",
        "lat_sup",
        "lat_deep",
    ]
    for n in names:
        globals()[n](sex)
