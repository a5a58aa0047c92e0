"""Writes scikit-learn-folds.json beside this file: the held-out rows of scikit-learn's KFold and StratifiedKFold.

Run with scikit-learn 1.9.1 and NumPy 2.4.6 from PyPI.
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_iris
from sklearn.model_selection import KFold, StratifiedKFold

# The toy labels are those of scikit-learn's own test_split.py.
labelled = [
    [1, 1, 0, 0],
    [1, 1, 1, 0, 0, 0, 0],
    [0, 1, 0, 1, 0, 1, 0, 1],
    [3, 3, -1, -1, 3],
    [0] * 3 + [1] * 14,
    [2] * 10 + [0] * 89 + [1] * 1,
    numpy.random.RandomState(3).randint(0, 3, 47).tolist(),
    load_iris().target.tolist(),
]

cases = []
for labels in labelled:
    n = len(labels)
    largest = int(numpy.unique(labels, return_counts=True)[1].max())
    for k in (2, 3, 5, 7, 10):
        for shuffle, seed in ((False, None), (True, 0), (True, 7), (True, 42), (True, 2**32 - 1)):
            for kind, limit in ((KFold, n), (StratifiedKFold, largest)):
                if k > limit:
                    continue
                rows = [test.tolist() for _, test in kind(k, shuffle=shuffle, random_state=seed).split(labels, labels)]
                stratify = {"labels": labels} if kind is StratifiedKFold else {}
                cases.append({"n": n, "folds": k, "shuffle": shuffle, "seed": seed or 0, **stratify, "test": rows})

Path(__file__).with_suffix(".json").write_text(
    json.dumps({"scikit-learn": sklearn.__version__, "numpy": numpy.__version__, "cases": cases}) + "\n"
)
