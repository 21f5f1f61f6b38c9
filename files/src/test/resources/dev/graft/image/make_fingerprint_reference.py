"""Writes fingerprint_reference.csv: perceptual hashes that FingerprintTest compares with.

    pip install pillow scipy
    python make_fingerprint_reference.py

The formula is ImageHash's phash, with Pillow's bilinear filter for the thumbnail instead of Lanczos's. Correlations are of
each picture's thumbnail with the next one's.
"""

import pathlib

import numpy as np
from PIL import Image
from scipy.fft import dct

HERE = pathlib.Path(__file__).parent
NAMES = ["rgb8.png", "grey8.png", "grey8.bmp", "rgb24.bmp", "palette4.png", "grey4.png", "rgb_stored.jpg", "orientation1.jpg"]


def thumbnail(name):
    image = Image.open(HERE / "decode" / name).convert("RGB").convert("L")
    return np.asarray(image.resize((32, 32), Image.BILINEAR), dtype=np.float64)


def phash(grey):
    low = dct(dct(grey, axis=0), axis=1)[:8, :8]
    return int("".join("1" if bit else "0" for bit in (low > np.median(low)).ravel()), 2)


def main():
    thumbnails = [thumbnail(name) for name in NAMES]
    lines = ["image,hash,correlation_with_next"]
    for i, name in enumerate(NAMES):
        following = thumbnails[(i + 1) % len(NAMES)]
        correlation = np.corrcoef(thumbnails[i].ravel(), following.ravel())[0, 1]
        lines.append(f"{name},{phash(thumbnails[i]):016x},{correlation:.9f}")
    (HERE / "fingerprint_reference.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
