"""Writes numpy-streams.json beside this file. Made with NumPy 2.4.6, whose RandomState stream is frozen since 1.16."""

import json
from pathlib import Path

import numpy

streams = []
for seed in (0, 1, 7, 42, 2**32 - 1):
    streams.append(
        {
            "seed": seed,
            "random_sample": numpy.random.RandomState(seed).random_sample(20).tolist(),
            "normal": numpy.random.RandomState(seed).normal(1.5, 0.2, 40).tolist(),
        }
    )
Path(__file__).with_suffix(".json").write_text(json.dumps({"numpy": numpy.__version__, "streams": streams}) + "\n")
