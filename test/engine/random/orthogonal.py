"""Writes orthogonal.json beside this file: torch.nn.init.orthogonal_ over numbers that PyTorch itself drew.

The numbers are the randn cases of ../../oracle/init.json, made with PyTorch 1.13.1. What orthogonal_ does with them
(torch/nn/init.py: qr, then q *= sign(diag(r)), then the gain) is written here with numpy.linalg.qr in float32, which
calls the same LAPACK routines. Run with NumPy 2.4.6.
"""

import json
from pathlib import Path

import numpy

here = Path(__file__).parent
drawn = json.loads((here / "../../oracle/init.json").read_text())["cases"]


def orthogonal(numbers, rows, columns, gain):
    flattened = numpy.asarray(numbers, numpy.float32).reshape(rows, columns)
    q, r = numpy.linalg.qr(flattened.T if rows < columns else flattened)
    q = q * numpy.sign(numpy.diag(r))
    return numpy.float32(gain) * (q.T if rows < columns else q)


cases = []
for case in drawn:
    if case["id"] not in ("randn_15", "randn_16", "randn_32", "randn_40", "randn_2d"):
        continue
    numbers = case["steps"][0]["out"]["data"]
    count = len(numbers)
    for rows in (1, 3, 4, 5, 8, 10, count):
        if count % rows == 0:
            gain = 1 if rows % 2 else 2**0.5
            out = orthogonal(numbers, rows, count // rows, gain)
            cases.append(
                {"seed": case["seed"], "shape": [rows, count // rows], "gain": gain, "out": [float(str(number)) for number in out.ravel()]}
            )

Path(__file__).with_suffix(".json").write_text(json.dumps({"numpy": numpy.__version__, "cases": cases}) + "\n")
