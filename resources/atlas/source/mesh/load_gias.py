import numpy as np, json, sys

np.float = float
np.int = int
np.bool = bool
from gias3.fieldwork.field import geometric_field as GF
import os

base = "src/musculoskeletal/models/atlas_meshes/"
out = {}
for nm in ("pelvis_combined_cubic", "femur_left_quartic", "femur_right_quartic"):
    pass
import glob

for geof, ens, mesh in (
    (
        base + "pelvis_combined_cubic_mean_rigid_LLP26.geof",
        base + "pelvis_combined_cubic_flat.ens",
        base + "pelvis_combined_cubic_flat.mesh",
    ),
    (
        base + "femur_left_mean_rigid_LLP26.geof",
        base + "femur_left_quartic_flat.ens",
        base + "femur_left_quartic_flat.mesh",
    ),
    (
        base + "tibia_fibula_cubic_left_mean_rigid_LLP26.geof",
        base + "tibia_fibula_left_cubic_flat.ens",
        base + "tibia_fibula_left_cubic_flat.mesh",
    ),
):
    g = GF.load_geometric_field(geof, ensFilename=ens, meshFilename=mesh, path="")
    V, F = g.triangulate([8, 8], merge=True)
    V = np.array(V)
    F = np.array(F)
    print(geof, V.shape, F.shape, V.min(0), V.max(0))
    out[os.path.basename(geof).split("_")[0] + "|v"] = V
    out[os.path.basename(geof).split("_")[0] + "|f"] = F
np.savez("gias.npz", **out)
