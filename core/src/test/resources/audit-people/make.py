"""Records every program here, healthy and with each of its faults, into a folder each, and writes truth.json.

A program says in its first lines which faults it can have: `# name: code @ variable, variable`, nothing after the name for a
healthy one; in brackets after the name how many iterations are kept, 3 where it says nothing. Needs NumPy. Usage: python3 make.py [program ...]
"""
import json
import os
import re
import shutil
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
recorder = os.path.join(here, *[".."] * 5, "python")
only = sys.argv[1:]
truth = {}
if only:
    with open(os.path.join(here, "truth.json")) as known:
        truth = json.load(known)
for file in sorted(os.listdir(here)):
    if not file.endswith(".py") or file in ("make.py", "toy.py") or (only and file[:-3] not in only):
        continue
    with open(os.path.join(here, file)) as source:
        lines = source.read().splitlines()
    for line in lines:
        variant = re.match(r"# (\w+)(?: \((\d)\))?:\s*([a-z, -]*)(?:@ (.*))?$", line)
        if not line.startswith("#"):
            break
        if not variant:
            continue
        case = "%s-%s" % (file[:-3], variant.group(1))
        parts = lambda text: [part.strip() for part in (text or "").split(", ") if part.strip()]
        truth[case] = {"faults": parts(variant.group(3)), "where": parts(variant.group(4))}
        shutil.rmtree(os.path.join(here, case), ignore_errors=True)
        subprocess.run([sys.executable, os.path.join(here, file), variant.group(1), os.path.join(here, case)], check=True,
                       env=dict(os.environ, PYTHONPATH=recorder, PYTHONDONTWRITEBYTECODE="1", OPENBLAS_NUM_THREADS="1"))
        for number in range(int(variant.group(2) or 3) + 1, 10):
            later = os.path.join(here, case, "iteration-%04d.npz" % number)
            if os.path.exists(later):
                os.remove(later)
with open(os.path.join(here, "truth.json"), "w") as out:
    json.dump(truth, out, indent=1)
    out.write("\n")
