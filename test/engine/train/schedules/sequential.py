"""Writes sequential.json beside this file: learning rates of PyTorch's SequentialLR. Run with PyTorch 1.13."""

import json
import warnings
from pathlib import Path

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")

steps = 40
# Schedules in their order, each with the scheduler steps done when it takes over.
sequences = [
    [(0, "LinearLR", {"start_factor": 0.1, "total_iters": 5}), (5, "CosineAnnealingLR", {"T_max": 35, "eta_min": 0.001})],
    [(0, "ConstantLR", {"factor": 0.5, "total_iters": 3}), (4, "StepLR", {"step_size": 3, "gamma": 0.5}), (17, "ExponentialLR", {"gamma": 0.9})],
    [(0, "LinearLR", {"total_iters": 10}), (6, "MultiStepLR", {"milestones": [4, 9], "gamma": 0.1}), (30, "ConstantLR", {"factor": 0.25, "total_iters": 4})],
    [(0, "ExponentialLR", {"gamma": 0.8}), (10, "CosineAnnealingWarmRestarts", {"T_0": 4, "T_mult": 2})],
    [(0, "PolynomialLR", {"total_iters": 8, "power": 2.0}), (1, "CosineAnnealingLR", {"T_max": 7}), (2, "LinearLR", {"end_factor": 0.5, "total_iters": 9})],
]


def rates(sequence, base):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    schedulers = [getattr(lr_scheduler, name)(optimizer, **settings) for _, name, settings in sequence]
    scheduler = lr_scheduler.SequentialLR(optimizer, schedulers, [at for at, _, _ in sequence[1:]])
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


runs = [
    {"base": 0.3, "stages": [{"from": at, "name": name, "settings": settings} for at, name, settings in sequence], "rates": rates(sequence, 0.3)}
    for sequence in sequences
]
text = json.dumps({"torch": torch.__version__, "runs": runs}, separators=(",", ":"))
Path(__file__).with_suffix(".json").write_text(text + "\n")
