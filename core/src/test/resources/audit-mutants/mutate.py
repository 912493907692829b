"""Changes one line of the healthy programs here in every small way people slip, runs each and keeps what it recorded.

Usage: python3 mutate.py OUT [PROGRAM ...] [--each N] [--seed S] [--harmless]
Each program prints a last number, its loss after training. A mutant is kept when it runs, records other numbers than its program and hurts: its loss is a tenth
and a thousandth worse, or not finite. OUT/truth.json, as `descent audit bench OUT` reads it, has for each: "faults", which is ["any"]; "where", the
variables of the changed line; "line", the change; "loss", both losses. With --harmless those that do not hurt are kept in OUT/harmless.
"""
import argparse
import ast
import copy
import difflib
import hashlib
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PATHS = os.pathsep.join([os.path.join(HERE, "..", "audit-people"), os.path.join(HERE, *[".."] * 5, "python")])
# Lines that only report, or draw the data's order, are not what an audit reads.
SPARED = ("print", "record", "permutation", "loss", "cost", "order", "import")


def calls_of(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def slips(node, names):
    """What a slip makes of a node: pairs of the slip's name and the new node."""
    if isinstance(node, ast.BinOp):
        left, right, op = node.left, node.right, node.op
        if isinstance(op, ast.Add):
            yield "sign", ast.BinOp(left, ast.Sub(), right)
            yield "dropped", left
        elif isinstance(op, ast.Sub):
            yield "sign", ast.BinOp(left, ast.Add(), right)
            yield "turned", ast.BinOp(right, ast.Sub(), left)
        elif isinstance(op, ast.Mult):
            yield "dropped", left
            yield "dropped", right
        elif isinstance(op, (ast.Div, ast.Pow)):
            yield "dropped", left
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", node.operand
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose", node.value
    elif isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, ast.Constant):
        yield "axis", ast.keyword("axis", ast.Constant(1 - node.value.value))
        yield "axis", ast.keyword("axis", ast.Constant(None))
    elif calls_of(node) and node.func.attr in ("sum", "mean"):
        other = copy.deepcopy(node)
        other.func.attr = "mean" if node.func.attr == "sum" else "sum"
        yield "mean", other
        if len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
            other = copy.deepcopy(node)
            other.args[0] = ast.Constant(1 - node.args[0].value)
            yield "axis", other
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for other in sorted(names - {node.id}):
            yield "name", ast.Name(other, ast.Load())
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        turned = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "sign", ast.AugAssign(node.target, turned, node.value)
        yield "assigned", ast.Assign([copy.deepcopy(node.target)], node.value, lineno=node.lineno)
        yield "deleted", ast.Pass()
    elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp)):
        yield "deleted", ast.Pass()
    elif isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in (0, 1):
        yield "constant", ast.Constant(node.value * 100)
        yield "constant", ast.Constant(node.value / 100)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Gt, ast.LtE)):
        yield "compared", ast.Compare(node.left, [ast.Lt() if isinstance(node.ops[0], ast.Gt) else ast.Gt()], node.comparators)


def spared(statement):
    text = ast.unparse(statement)
    return any(word in text for word in SPARED)


def sites(tree):
    """Every slip within a loop or a function: its name, its statement, and how to make it."""
    names = {x.id for n in ast.walk(tree) if isinstance(n, (ast.Assign, ast.AugAssign)) for x in ast.walk(n)
             if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)}
    found = []

    def visit(node, within, statement, place):
        within = within or isinstance(node, (ast.For, ast.FunctionDef))
        if isinstance(node, ast.stmt):
            statement = None if isinstance(node, (ast.For, ast.FunctionDef, ast.ClassDef, ast.If)) else node
        if within and statement is not None and place is not None:
            if spared(statement):
                return
            for slip, new in slips(node, names):
                found.append((slip, statement, place + (new,)))
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                for i, inner in enumerate(value):
                    if isinstance(inner, ast.AST):
                        visit(inner, within, statement, (node, field, i))
            elif isinstance(value, ast.AST):
                visit(value, within, statement, (node, field, None))

    visit(tree, False, None, None)
    return found


def variables(statement):
    """The variables a statement writes."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    flat = [part for t in targets if t is not None for part in (t.elts if isinstance(t, ast.Tuple) else [t])]
    return [ast.unparse(t).replace("'", "") for t in flat]


def digest(folder):
    h = hashlib.sha1()
    for name in sorted(os.listdir(folder)):
        with zipfile.ZipFile(os.path.join(folder, name)) as z:
            for inner in sorted(z.namelist()):
                h.update(inner.encode() + z.read(inner))
    return h.hexdigest()


def run(source, folder):
    """Runs a program; the digest of what it recorded and the loss it printed, or None where it broke or recorded nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    program = folder + ".py"
    with open(program, "w") as out:
        out.write(source)
    env = dict(os.environ, PYTHONPATH=PATHS, PYTHONDONTWRITEBYTECODE="1", OPENBLAS_NUM_THREADS="1", PYTHONWARNINGS="ignore")
    try:
        done = subprocess.run([sys.executable, program, "healthy", folder], env=env, capture_output=True, text=True, timeout=30)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode or not os.path.isdir(folder):
        return None
    return digest(folder), float(done.stdout.split()[-1])


def mutants(path, each, seed, out, truths):
    name = os.path.basename(path)[:-3]
    with open(path) as file:
        source = ast.unparse(ast.parse(file.read()))
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.join(work, name)
        own = run(source, folder)
        if own is None:
            sys.exit(path + " does not run or records nothing")
        count = len(sites(ast.parse(source)))
        by_slip = {}
        for i, site in enumerate(sites(ast.parse(source))):
            by_slip.setdefault(site[0], []).append(i)
        rng = random.Random("%s %s" % (seed, name))
        seen, made = {own[0]}, 0
        for _ in range(count):
            left = sorted(slip for slip in by_slip if by_slip[slip])
            if not left or made == each:
                break
            slip = rng.choice(left)
            i = by_slip[slip].pop(rng.randrange(len(by_slip[slip])))
            tree = ast.parse(source)
            _, statement, (parent, field, index, new) = sites(tree)[i]
            where = variables(statement)
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
            changed = ast.unparse(ast.fix_missing_locations(tree))
            result = run(changed, folder)
            if result is None or result[0] in seen:
                continue
            seen.add(result[0])
            made += 1
            lines = [line for line in difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=0)
                     if line[0] in "+-" and line[:3] not in ("+++", "---")]
            hurt = not math.isfinite(result[1]) or result[1] > 1.1 * own[1] + 1e-3
            case = "%s-%s-%d" % (name, slip, i)
            line = " => ".join(line[1:].strip() for line in lines)
            print(case, "|", line, "|", "%.4g -> %.4g" % (own[1], result[1]), flush=True)
            into = out if hurt else os.path.join(out, "harmless")
            if into in truths:
                shutil.rmtree(os.path.join(into, case), ignore_errors=True)
                shutil.copytree(folder, os.path.join(into, case))
                truths[into][case] = {"faults": ["any"], "where": where, "line": line, "loss": [own[1], result[1]]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out")
    arguments.add_argument("programs", nargs="*")
    arguments.add_argument("--each", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--harmless", action="store_true")
    given = arguments.parse_intermixed_args()
    programs = given.programs or sorted(os.path.join(HERE, f) for f in os.listdir(HERE) if f.endswith(".py") and f != "mutate.py")
    truths = {given.out: {}, **({os.path.join(given.out, "harmless"): {}} if given.harmless else {})}
    for program in programs:
        mutants(program, given.each, given.seed, given.out, truths)
    for folder, truth in truths.items():
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "truth.json"), "w") as out:
            json.dump(truth, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
