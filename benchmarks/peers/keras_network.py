"""The Keras networks of the comparison, built from the layer tables that the tests use (layers.csv)."""
import csv
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "vgg16": "backbones-vgg/src/test/resources/golden/vgg16",
    "vgg19": "backbones-vgg/src/test/resources/golden/vgg19",
    "resnet50": "backbones-resnet/src/test/resources/golden/resnet50",
    "inception-v3": "backbones-inception/src/test/resources/golden/inception_v3",
    "efficientnet-b0": "backbones-efficientnet/src/test/resources/golden/efficientnet_b0",
}


def layers(model):
    """Rows of the table: name, class, output shape, inputs, config."""
    with open(ROOT / TABLES[model] / "layers.csv", newline="") as file:
        return [
            dict(
                name=row["name"],
                kind=row["class"],
                shape=row["output_shape"],
                inputs=row["inputs"].split(),
                config=json.loads(row["config"]),
            )
            for row in csv.DictReader(file)
        ]
