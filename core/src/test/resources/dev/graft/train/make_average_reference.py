"""Means of parameters as torch.optim.swa_utils keeps them, in double precision. Writes average_reference.json."""

import json
import pathlib

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

EPOCHS, VALUES = 7, 9


class Values(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.values = torch.nn.Parameter(torch.zeros(VALUES, dtype=torch.float64))


def means(averaged, model, epochs):
    result = []
    for values in epochs:
        with torch.no_grad():
            model.values.copy_(torch.tensor(values, dtype=torch.float64))
        averaged.update_parameters(model)
        result.append(averaged.module.values.tolist())
    return result


random = np.random.default_rng(5)
# Of very different sizes, as 32-bit floats: what sessions hold.
scale = 10.0 ** np.arange(VALUES) / 1e4
epochs = (random.normal(size=(EPOCHS, VALUES)) * scale).astype(np.float32).astype(float).tolist()
cases = {"swa:1": means(AveragedModel(Values()), Values(), epochs)}
for decay in (0.5, 0.9, 0.999):
    model = AveragedModel(Values(), multi_avg_fn=get_ema_multi_avg_fn(decay))
    cases[f"ema:{decay}"] = means(model, Values(), epochs)
file = pathlib.Path(__file__).with_name("average_reference.json")
file.write_text(json.dumps({"torch": torch.__version__, "epochs": epochs, "cases": cases}) + "\n")
