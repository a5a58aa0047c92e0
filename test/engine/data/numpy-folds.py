"""Writes numpy-folds.json beside this file: scikit-learn's KFold and StratifiedKFold (_split.py, 1.2) over NumPy's stream."""

import json
from pathlib import Path

import numpy


def k_fold(n, k, shuffle, seed):
    indices = numpy.arange(n)
    if shuffle:
        numpy.random.RandomState(seed).shuffle(indices)
    sizes = numpy.full(k, n // k)
    sizes[: n % k] += 1
    ends = numpy.cumsum(sizes)
    return [sorted(indices[end - size : end].tolist()) for size, end in zip(sizes, ends)]


def stratified_k_fold(y, k, shuffle, seed):
    rng = numpy.random.RandomState(seed)
    _, y_idx, y_inv = numpy.unique(y, return_index=True, return_inverse=True)
    _, class_perm = numpy.unique(y_idx, return_inverse=True)
    encoded = class_perm[y_inv]
    order = numpy.sort(encoded)
    allocation = numpy.asarray([numpy.bincount(order[i::k], minlength=len(y_idx)) for i in range(k)])
    folds = numpy.empty(len(y), dtype="i")
    for label in range(len(y_idx)):
        of_class = numpy.arange(k).repeat(allocation[:, label])
        if shuffle:
            rng.shuffle(of_class)
        folds[encoded == label] = of_class
    return [numpy.flatnonzero(folds == fold).tolist() for fold in range(k)]


cases = []
labels = numpy.random.RandomState(3).randint(0, 3, 47).tolist()
for k in (2, 5, 7):
    for shuffle in (False, True):
        for seed in (0, 7, 42):
            cases.append({"n": 47, "folds": k, "shuffle": shuffle, "seed": seed, "test": k_fold(47, k, shuffle, seed)})
            cases.append(
                {
                    "n": 47,
                    "folds": k,
                    "shuffle": shuffle,
                    "seed": seed,
                    "labels": labels,
                    "test": stratified_k_fold(labels, k, shuffle, seed),
                }
            )
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
