#!/usr/bin/env python3
"""The reference experiment at a small size: Graft's grid, the same trainings one by one, and a plain Keras script.

    mvn -q -DskipTests package
    python3 benchmarks/experiments/reference_grid.py FOLDER [grid] [alone] [keras]

The grid runs whole. One training of each kind (network, preprocessing, unfrozen layers, augmentation) is timed alone, in
Graft without anything shared and in Keras as its guides write it, and multiplied by how many the grid has of its kind.
Keras has no MRI augmentation; those cells count as much as those with its own. VGG, ResNet and Inception get random
values from files that Keras wrote, EfficientNetB0 its bundled weights: it is about time. Needs keras with tensorflow.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAFT = ["java", "-jar", str(ROOT / "cli/target/graft.jar")]
CLASSES = f"{ROOT}/benchmarks/target/benchmarks.jar"
IMAGES, EPOCHS, BATCH, SEED = 100, 3, 16, 42
#: pixels; InceptionV3 takes no fewer than 75
SIZE, INCEPTION_SIZE = 48, 75
GROUPS = ["--group-pattern", r"patient-(\d+)"]
FILES = {"vgg19": "VGG19", "vgg16": "VGG16", "resnet50": "ResNet50", "inception-v3": "InceptionV3"}
UNFROZEN = [0, 3, 12, 20, "all"]
#: trainings of each kind: two optimizers, three learning rates, two seeds
EACH = 12


def pixels(backbone):
    return INCEPTION_SIZE if backbone == "inception-v3" else SIZE


def space(folder):
    text = f"""optimizer: [rmsprop, adam]
learningRate: [0.01, 0.0001, 0.00001]
augmentation: [none, keras-default, mri]
head: reference
batchNorm: keras
epochs: {EPOCHS}
patience: 0
batchSize: {BATCH}
repeats: 2
spaces:
  - backbone: [simple-cnn, deep-cnn]
    weights: random
    size: {SIZE}
    unfrozen: all
"""
    for backbone in ["vgg19", "vgg16", "resnet50", "inception-v3", "efficientnet-b0"]:
        weights = folder / f"{backbone}.weights.h5" if backbone in FILES else "bundled"
        text += f"  - backbone: {backbone}\n    weights: {weights}\n    size: {pixels(backbone)}\n" \
            "    unfrozen: [0, 3, 12, 20, all]\n"
    weights = folder / "inception-v3.weights.h5"
    return text + f"  - backbone: inception-v3\n    weights: {weights}\n    size: {INCEPTION_SIZE}\n    preprocessing: caffe\n" \
        "    unfrozen: [0, 3, 12, 20, all]\n"


def prepare(folder):
    import keras
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "images").exists():
        subprocess.run(GRAFT + ["phantom", str(folder / "images"), "--images", str(IMAGES), "--size", str(2 * SIZE)],
                       check=True, stdout=subprocess.DEVNULL)
    for backbone, name in FILES.items():
        file = folder / f"{backbone}.weights.h5"
        if not file.exists():
            keras.utils.set_random_seed(SEED)
            model = getattr(keras.applications, name)(weights=None, include_top=False, input_shape=(128, 128, 3))
            model.save_weights(file)
    (folder / "space.yaml").write_text(space(folder))


def grid(folder):
    ledger = folder / "ledger"
    start = time.time()
    subprocess.run(GRAFT + ["grid", str(folder / "images"), "--space", str(folder / "space.yaml"), "--offline",
                            "--ledger", str(ledger)] + GROUPS, check=True)
    print(f"\nthe whole grid: {time.time() - start:.0f} s")


def alone(folder):
    subprocess.run(["java", "-cp", CLASSES, "dev.graft.benchmarks.TrialsAlone", str(folder / "images"),
                    str(folder / "space.yaml"), r"patient-(\d+)"], check=True)


# ---- the plain script

def network(keras, folder, kind):
    backbone, preprocessing, unfrozen, augmentation = kind
    shape = (pixels(backbone), pixels(backbone), 3)
    layers, applications = keras.layers, keras.applications
    inputs = keras.Input(shape)
    x = inputs
    if augmentation != "none":
        x = layers.RandomRotation(0.1)(layers.RandomFlip("horizontal")(x))
    if backbone.endswith("cnn"):
        x = layers.Rescaling(1 / 127.5, -1)(x)
        blocks = {"simple-cnn": [(32, 1), (32, 1), (64, 1), (64, 1), (64, 0)],
                  "deep-cnn": [(64, 1), (128, 1), (256, 1), (512, 1), (512, 1), (1024, 0), (1024, 0)]}[backbone]
        for filters, pooled in blocks:
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
            x = layers.MaxPooling2D()(x) if pooled else x
        base = None
    else:
        modules = {"vgg16": applications.vgg16, "vgg19": applications.vgg19, "resnet50": applications.resnet50,
                   "inception-v3": applications.inception_v3, "efficientnet-b0": applications.efficientnet}
        module = modules["vgg19" if preprocessing == "caffe" else backbone]
        x = module.preprocess_input(x)
        name = FILES.get(backbone, "EfficientNetB0")
        base = getattr(applications, name)(weights=None, include_top=False, input_shape=shape)
        if backbone in FILES:
            base.load_weights(folder / f"{backbone}.weights.h5")
        base.trainable = unfrozen != 0
        if unfrozen not in (0, "all"):
            for layer in base.layers[:-unfrozen]:
                layer.trainable = False
        x = base(x)
    dense = layers.Dense(256, "relu")
    if backbone.startswith("vgg"):
        x = layers.Dropout(0.2)(dense(layers.GlobalAveragePooling2D()(x)))
    elif backbone == "resnet50":
        x = layers.BatchNormalization()(layers.GlobalAveragePooling2D()(dense(x)))
    elif backbone == "inception-v3":
        x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(dense(x)))
    else:
        x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, layers.Dense(2, "softmax")(x))


def keras_training(keras, folder, kind):
    keras.backend.clear_session()
    keras.utils.set_random_seed(SEED)
    data = dict(label_mode="categorical", image_size=(pixels(kind[0]), pixels(kind[0])), batch_size=BATCH, seed=SEED,
                validation_split=0.3, verbose=False)
    train, rest = keras.utils.image_dataset_from_directory(folder / "images", subset="both", **data)
    model = network(keras, folder, kind)
    model.compile(keras.optimizers.Adam(1e-4), "categorical_crossentropy", metrics=["accuracy"])
    model.fit(train.cache(), validation_data=rest.cache(), epochs=EPOCHS, verbose=0)
    model.evaluate(rest, verbose=0)


def kinds():
    found = [(b, "own", "all", a) for b in ["simple-cnn", "deep-cnn"] for a in ["none", "keras-default"]]
    for backbone, preprocessing in [(b, "own") for b in FILES] + [("inception-v3", "caffe"), ("efficientnet-b0", "own")]:
        found += [(backbone, preprocessing, u, a) for u in UNFROZEN for a in ["none", "keras-default"]]
    return found


def plain(folder):
    import keras
    keras_training(keras, folder, ("simple-cnn", "own", "all", "none"))
    results = []
    for kind in kinds():
        start = time.time()
        keras_training(keras, folder, kind)
        seconds = time.time() - start
        # keras-default stands for MRI augmentation too
        results.append((kind, seconds, EACH * (1 if kind[3] == "none" else 2)))
        print(f"{' '.join(map(str, kind)):50s} {seconds:7.1f} s", flush=True)
    for name, part in [("all cells", results), ("frozen cells", [r for r in results if r[0][2] == 0])]:
        print(f"Keras, {name}: {sum(r[2] for r in part)} trainings, {sum(r[1] * r[2] for r in part):.0f} s")
    (folder / "keras.json").write_text(json.dumps(results))


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    parts = sys.argv[2:] or ["grid", "alone", "keras"]
    prepare(folder)
    for part in parts:
        {"grid": grid, "alone": alone, "keras": plain}[part](folder)


if __name__ == "__main__":
    main()
