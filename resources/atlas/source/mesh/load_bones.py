"""Compose the myo_sim full body, put it in the neutral pose, dump bone meshes (world, Y-up, metres)
and every muscle path (ordered sites, world) to bones.npz / paths.json"""

import sys, json

sys.path.insert(0, "src")
import numpy as np, mujoco, myo_sim

m = None
for name in ("myofullbody",):
    try:
        m = myo_sim.load_model(name)
    except Exception as e:
        print("load", name, e)
d = mujoco.MjData(m)
mujoco.mj_resetData(m, d)
mujoco.mj_forward(m, d)
print(m.nbody, m.ngeom, m.ntendon, m.nmesh)


def R(v):  # mujoco z-up; find axes later
    return v


bones = {}
for g in range(m.ngeom):
    if m.geom_type[g] != mujoco.mjtGeom.mjGEOM_MESH:
        continue
    mid = m.geom_dataid[g]
    nm = mujoco.mj_id2name(m, mujoco.mjtObj.mjOBJ_MESH, mid)
    va, vn = m.mesh_vertadr[mid], m.mesh_vertnum[mid]
    fa, fn = m.mesh_faceadr[mid], m.mesh_facenum[mid]
    V = m.mesh_vert[va : va + vn]
    F = m.mesh_face[fa : fa + fn]
    W = V @ d.geom_xmat[g].reshape(3, 3).T + d.geom_xpos[g]
    key = nm
    i = 1
    while key in bones:
        key = f"{nm}#{i}"
        i += 1
    bones[key] = (W, F)
np.savez(
    "bones.npz", **{k + "|v": v[0] for k, v in bones.items()}, **{k + "|f": v[1] for k, v in bones.items()}
)
paths = {}
for t in range(m.ntendon):
    nm = mujoco.mj_id2name(m, mujoco.mjtObj.mjOBJ_TENDON, t)
    adr, num = m.tendon_adr[t], m.tendon_num[t]
    pts = []
    for w in range(adr, adr + num):
        if m.wrap_type[w] == mujoco.mjtWrap.mjWRAP_SITE:
            s = m.wrap_objid[w]
            b = mujoco.mj_id2name(m, mujoco.mjtObj.mjOBJ_BODY, m.site_bodyid[s])
            pts.append((b, d.site_xpos[s].tolist()))
    paths[nm] = pts
json.dump(paths, open("paths.json", "w"))
print(len(bones))
for k, (v, f) in sorted(bones.items()):
    print(k, len(v), len(f), v.min(0).round(3), v.max(0).round(3))
print(" ".join(sorted(paths)))
