import json, os, re, shutil, subprocess, sys
here = os.path.dirname(os.path.abspath(__file__)); out = sys.argv[1]; only = sys.argv[2:]
os.makedirs(out, exist_ok=True)
truth = {}
if os.path.exists(out + "/truth.json"): truth = json.load(open(out + "/truth.json"))
for f in sorted(os.listdir(here)):
    if not f.endswith(".py") or f in ("make.py", "hands.py", "descent_trace.py") or (only and f[:-3] not in only): continue
    src = open(os.path.join(here, f)).read()
    for m in re.finditer(r"(?m)^# (\w+):\s*([a-z, |-]*?)\s*(?:@ (.*))?$", src):
        case = f[:-3] + "-" + m.group(1)
        parts = lambda t: [p.strip() for p in (t or "").split(", ") if p.strip()]
        truth[case] = {"faults": [q.split("|")[0] for q in parts(m.group(2))], "note": " ".join(q for q in parts(m.group(2)) if "|" in q), "where": parts(m.group(3))}
        shutil.rmtree(os.path.join(out, case), ignore_errors=True)
        r = subprocess.run([sys.executable, "-W", "ignore", os.path.join(here, f), m.group(1), os.path.join(out, case)],
            env=dict(os.environ, PYTHONPATH=here, PYTHONDONTWRITEBYTECODE="1", OPENBLAS_NUM_THREADS="1"), capture_output=True, text=True)
        print(case, truth[case]["faults"], r.stdout.strip()[-90:], r.stderr.strip()[-300:], flush=True)
json.dump(truth, open(out + "/truth.json", "w"), indent=1)
