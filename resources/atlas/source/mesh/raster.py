import numpy as np, numba as nb


@nb.njit(cache=True)
def zbuf(P, T, N, W, H, two_sided):
    Z = np.full((H, W), -1e9)
    NX = np.zeros((H, W, 3))
    ID = np.full((H, W), -1, np.int64)
    for t in range(T.shape[0]):
        a, b, c = T[t, 0], T[t, 1], T[t, 2]
        x0, y0 = P[a, 0], P[a, 1]
        x1, y1 = P[b, 0], P[b, 1]
        x2, y2 = P[c, 0], P[c, 1]
        d = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if d == 0:
            continue
        mx = max(0, int(np.floor(min(x0, x1, x2) - 0.5)))
        Mx = min(W - 1, int(np.ceil(max(x0, x1, x2) - 0.5)))
        my = max(0, int(np.floor(min(y0, y1, y2) - 0.5)))
        My = min(H - 1, int(np.ceil(max(y0, y1, y2) - 0.5)))
        for j in range(my, My + 1):
            for i in range(mx, Mx + 1):
                px = i + 0.5
                py = j + 0.5
                w1 = ((px - x0) * (y2 - y0) - (x2 - x0) * (py - y0)) / d
                w2 = ((x1 - x0) * (py - y0) - (px - x0) * (y1 - y0)) / d
                w0 = 1 - w1 - w2
                if w0 < -1e-9 or w1 < -1e-9 or w2 < -1e-9:
                    continue
                z = w0 * P[a, 2] + w1 * P[b, 2] + w2 * P[c, 2]
                if z > Z[j, i]:
                    Z[j, i] = z
                    ID[j, i] = t
                    for k in range(3):
                        NX[j, i, k] = w0 * N[a, k] + w1 * N[b, k] + w2 * N[c, k]
    return Z, NX, ID


VIEWS = {
    "anterior": lambda V: np.stack(
        [V[:, 0], 1000 - V[:, 1], V[:, 2]], 1
    ),  # screen x right = subject left, y down, depth to the viewer +
    "posterior": lambda V: np.stack([-V[:, 0], 1000 - V[:, 1], -V[:, 2]], 1),
    "left_lateral": lambda V: np.stack(
        [-V[:, 2], 1000 - V[:, 1], V[:, 0]], 1
    ),  # viewer sees subject's left side; anterior to viewer's left
    "right_lateral": lambda V: np.stack([V[:, 2], 1000 - V[:, 1], -V[:, 0]], 1),
}


def tri(Q):
    return np.concatenate([Q[:, [0, 1, 2]], Q[:, [0, 2, 3]]]) if Q.shape[1] == 4 else Q


def vnorm(P, T):
    n = np.cross(P[T[:, 1]] - P[T[:, 0]], P[T[:, 2]] - P[T[:, 0]])
    N = np.zeros_like(P)
    for k in range(3):
        np.add.at(N, T[:, k], n)
    return N / (np.linalg.norm(N, axis=1)[:, None] + 1e-12)


def render(V, F, view, win, s):
    """win=(x0,y0,x1,y1) in H=1000 screen units, s px per unit. returns mask, depth, normals (screen frame, nz to viewer)"""
    P = VIEWS[view](V)
    T = tri(np.asarray(F))
    N = vnorm(P, T)
    Pp = P.copy()
    Pp[:, 0] = (P[:, 0] - win[0]) * s
    Pp[:, 1] = (P[:, 1] - win[1]) * s
    W = int(round((win[2] - win[0]) * s))
    H = int(round((win[3] - win[1]) * s))
    Z, NX, ID = zbuf(Pp, T.astype(np.int64), N, W, H, True)
    m = ID >= 0
    NX /= np.linalg.norm(NX, axis=2)[..., None] + 1e-12
    # orient to viewer
    sg = np.where(NX[..., 2] < 0, -1.0, 1.0)
    return m, np.where(m, Z, np.nan), NX * sg[..., None], ID
