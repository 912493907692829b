"""Files as NumPy writes them, for NumpyFilesTest. Usage: make_numpy_files.py FOLDER"""
import os, sys
import numpy as np

folder = sys.argv[1]
kinds = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]


def path(name):
    return os.path.join(folder, name)


# Each array holds 0, 1, 2 … in row-major order (truth values: odd), whatever its type, byte order and memory order.
arrays = {}
for kind in kinds:
    for order, sign in (("little", "<"), ("big", ">"), ("native", "=")):
        for memory in "CF":
            values = np.arange(24).reshape(2, 3, 4) % (2 if kind == "b1" else 24)
            arrays[f"{order}_{kind}_{memory}"] = np.array(values, dtype=np.dtype(sign + kind), order=memory)
arrays["empty"] = np.zeros((0, 4))
arrays["emptier"] = np.zeros((3, 0, 2), np.int32)
np.savez(path("stored.npz"), **arrays)
np.savez_compressed(path("deflated.npz"), **arrays)

bounds = {k: np.array([np.iinfo(k).min, np.iinfo(k).max], k) for k in kinds if k[0] in "iu"}
bounds |= {k: np.array([np.finfo(k).max, np.finfo(k).tiny, -np.inf, np.nan, -0.0], k) for k in kinds if k[0] == "f"}
np.savez(path("bounds.npz"), **bounds)

for version in (1, 2, 3):
    with open(path(f"version{version}.npy"), "wb") as file:
        np.lib.format.write_array(file, np.arange(6.0).reshape(2, 3), version=(version, 0))
np.save(path("scalar.npy"), np.float64(0.1))
np.save(path("vector.npy"), np.arange(3, dtype=np.int64))

np.save(path("refused-complex.npy"), np.array([1 + 2j]))
np.save(path("refused-texts.npy"), np.array(["three", "four"]))
np.save(path("refused-bytes.npy"), np.array([b"three", b"four"]))
np.save(path("refused-dates.npy"), np.array(["2026-01-01"], "M8[D]"))
np.save(path("refused-pickled.npy"), np.array([{"a": 1}, None], object), allow_pickle=True)
np.save(path("refused-named fields.npy"), np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]))
np.savez(path("mixed.npz"), inputs=np.arange(6.0).reshape(3, 2), targets=np.array([0, 2, 1]), note=np.array(["hello"]))
