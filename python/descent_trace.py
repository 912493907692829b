"""Records the arrays of the first iterations of your training program, for `descent audit`. One file, NumPy only.

    from descent_trace import record
    for epoch in range(epochs):
        ...                     # your forward pass, backward pass and update, as they are
        record(locals())        # the last line of the loop's body

writes descent-trace/iteration-0001.npz and so on, the arrays under your own variable names, and nothing else changes.
Then: descent audit descent-trace

Kept: arrays and numbers, pandas and torch tensors that turn into arrays; lists, tuples and dicts of them as name[0] and
name[key]; attributes of objects as name.attribute (so `self.weights` of a method is recorded too); four levels deep
(`model.layers[0].W`), each list or object once, 1500 arrays at most.
Not kept: texts, functions, modules, names that begin with an underscore.
Limits: the first 5 iterations (`iterations=`); 200 MB an iteration (`megabytes=`). When an iteration is larger, all arrays
that have the samples' axis lose the same samples: the first n stay, and the file says so in `descent_trace_samples`. Arrays
summed over all samples (gradients) then no longer follow from what is kept, so prefer to train on fewer samples.
Nothing is pickled. A file is written under another name and renamed when it is whole.
"""
import os
import types
import warnings
import zipfile
from collections.abc import Mapping

import numpy as np

_DEEPEST = 4
_MOST_PARTS = 200
_MOST_ARRAYS = 1500
_counts = {}


def record(variables, folder="descent-trace", iterations=5, megabytes=200):
    """Writes one iteration; does nothing after the first `iterations`. Returns whether it wrote.

    variables: locals(), vars(self), or any dict of names and arrays.
    """
    folder = os.path.abspath(folder)
    number = _counts.get(folder, 0) + 1
    if number > iterations:
        return False
    if number == 1:
        _clear(folder)
    _counts[folder] = number
    arrays = _bounded(arrays_of(variables), megabytes * 1e6)
    if not arrays:
        warnings.warn("descent_trace: no arrays among the variables %s" % ", ".join(sorted(map(str, variables))[:20]))
        return False
    _write(os.path.join(folder, "iteration-%04d.npz" % number), arrays)
    return True


def arrays_of(variables):
    """The arrays among the variables, by name, in their order."""
    arrays = {}
    visited = set()
    for name, value in variables.items():
        if isinstance(name, str) and not name.startswith("_"):
            _collect(name, value, arrays, visited, 0)
    return arrays


def _collect(name, value, arrays, visited, depth):
    array = _array(value)
    if array is not None:
        if len(arrays) < _MOST_ARRAYS:
            arrays[name] = array
    elif depth < _DEEPEST and id(value) not in visited:
        visited.add(id(value))  # neurons know their neighbours: go round no circle
        for part, inner in _parts(value):
            _collect(name + part, inner, arrays, visited, depth + 1)


def _parts(value):
    """What a collection or an object holds, by how one writes it behind its name."""
    if isinstance(value, (str, bytes, type, types.ModuleType)):
        return []
    if isinstance(value, Mapping):
        return [("[%s]" % key, value[key]) for key in list(value)[:_MOST_PARTS]]
    if isinstance(value, (list, tuple)):
        return [("[%d]" % index, part) for index, part in enumerate(value[:_MOST_PARTS])]
    if hasattr(value, "__dict__") and not isinstance(value, types.FunctionType):
        return [("." + attribute, part) for attribute, part in list(vars(value).items())[:_MOST_PARTS]
                if not attribute.startswith("_")]
    return []


def _array(value):
    """The value as an array of real numbers, None for anything else."""
    if isinstance(value, (bool, int, float, np.generic)):
        array = np.asarray(value)
    elif isinstance(value, np.ndarray):
        array = np.asarray(value)
    elif isinstance(value, (list, tuple)) and value and _is_plain(value):
        array = np.asarray(value)
    elif hasattr(value, "detach") or hasattr(value, "to_numpy"):
        try:
            array = value.detach().cpu().numpy() if hasattr(value, "detach") else value.to_numpy()
        except Exception:  # whatever another library raises: then it is no array
            return None
    else:
        return None
    return array if array.dtype.kind in "fiub" and array.dtype.itemsize <= 8 and array.size else None


def _is_plain(value):
    """Whether a list holds numbers only, in equal rows."""
    if all(isinstance(part, (bool, int, float)) for part in value):
        return all(not isinstance(part, int) or abs(part) < 2 ** 63 for part in value)
    rows = [part for part in value if isinstance(part, (list, tuple))]
    return len(rows) == len(value) and len({len(row) for row in rows}) == 1 and bool(rows[0]) and all(map(_is_plain, rows))


def _bounded(arrays, most):
    size = sum(array.nbytes for array in arrays.values())
    if size <= most:
        return arrays
    lengths = {}
    for array in arrays.values():
        for length in set(array.shape):
            lengths[length] = lengths.get(length, 0) + array.nbytes
    samples = max((length for length in lengths if length > 1), key=lambda length: (lengths[length], length))
    kept = max(1, int(samples * most / size))
    warnings.warn("descent_trace: %.0f MB an iteration, kept the first %d of %d samples" % (size / 1e6, kept, samples))
    smaller = {}
    for name, array in arrays.items():
        axes = [axis for axis, length in enumerate(array.shape) if length == samples]
        smaller[name] = array.take(range(kept), axis=axes[0]) if axes else array
    smaller["descent_trace_samples"] = np.asarray(kept)
    return {name: array for name, array in smaller.items() if array.nbytes <= most}


def _clear(folder):
    """Iterations of an earlier run would be taken for this one's."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.startswith("iteration-") and name.endswith(".npz"):
            os.remove(os.path.join(folder, name))


def _write(file, arrays):
    """Like np.savez_compressed, but for any names (its own parameter is called `file`), quicker, and whole or not at all."""
    temporary = file + ".part"
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, array in arrays.items():
                with archive.open(name.replace("/", "|") + ".npy", "w", force_zip64=True) as entry:
                    np.lib.format.write_array(entry, array, allow_pickle=False)
        os.replace(temporary, file)
    except BaseException:
        if os.path.exists(temporary):
            os.remove(temporary)
        raise
