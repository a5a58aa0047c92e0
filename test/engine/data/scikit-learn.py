"""Writes scikit-learn.json beside this file: what scikit-learn gives where ../../oracle/iris does not say."""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import make_circles, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

generated = []
for name, make in (("moons", make_moons), ("circles", make_circles)):
    for samples, noise, seed in ((20, 0.0, 0), (15, 0.1, 3), (200, 0.25, 42)):
        x, y = make(n_samples=samples, noise=noise or None, random_state=seed)
        generated.append(
            {"name": name, "samples": samples, "noise": noise, "seed": seed, "x": x.tolist(), "y": y.tolist()}
        )

splits = []
for labels, test_size, train_size, seed in (
    ([0, 0, 1, 1, 2, 2, 3, 3], 0.5, None, 0),
    ([0] * 7 + [1] * 7 + [2] * 7, 0.3, None, 1),
    ([0] * 7 + [1] * 7 + [2] * 7, 0.3, None, 2),
    ([2, 1, 0] * 9 + [1] * 10, 11, None, 5),
    ([0] * 50 + [1] * 3 + [5] * 20, 0.2, 0.4, 123),
):
    train, test = train_test_split(
        numpy.arange(len(labels)), test_size=test_size, train_size=train_size, random_state=seed, stratify=labels
    )
    splits.append(
        {
            "labels": labels,
            "test_size": test_size,
            "train_size": train_size,
            "seed": seed,
            "train": train.tolist(),
            "test": test.tolist(),
        }
    )

rows = numpy.random.RandomState(9).normal(3, 2, (11, 4))
rows[:, 1] = 0.1  # the same everywhere: divided by 1
rows[:, 2] = 1e6 + 1e-9 * rows[:, 2]  # varies by less than rounding
standard, minmax = StandardScaler().fit(rows), MinMaxScaler().fit(rows)
scalers = {
    "rows": rows.tolist(),
    "standard": {"mean": standard.mean_.tolist(), "scale": standard.scale_.tolist()},
    "standard_rows": standard.transform(rows).tolist(),
    "minmax": {"min": minmax.data_min_.tolist(), "range": (minmax.data_max_ - minmax.data_min_).tolist()},
    "minmax_rows": minmax.transform(rows).tolist(),
}

Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "numpy": numpy.__version__,
            "generated": generated,
            "splits": splits,
            "scalers": scalers,
        }
    )
    + "\n"
)
