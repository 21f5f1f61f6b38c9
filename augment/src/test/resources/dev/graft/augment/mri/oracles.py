"""Writes oracles.csv beside this file, and ../geometry/elastic.csv: what numpy and scipy make of two small pictures.

    python3 oracles.py        (numpy 2.4.6, scipy 1.17.1)

Each line: name, width, height, values row by row. Effects on k-space go through the two-dimensional FFT as TorchIO does
them, and not through the short cuts of the classes under test.
"""
import pathlib

import numpy as np
from scipy.interpolate import BSpline
from scipy.ndimage import map_coordinates

HERE = pathlib.Path(__file__).parent
SIZES = [(24, 20), (21, 17), (16, 19)]


def picture(width, height):
    y, x = np.mgrid[0:height, 0:width]
    inside = (2 * x - width + 1) ** 2 * height**2 + (2 * y - height + 1) ** 2 * width**2 <= width**2 * height**2
    return np.where(inside, 40 + (x * 37 + y * 91 + (x * y * 13) % 101) % 180, 0).astype(float)


def shown(complex_picture):
    return np.minimum(255, np.abs(complex_picture))


def spectrum(p):
    return np.fft.fftshift(np.fft.fft2(p))


def image(k):
    return np.fft.ifft2(np.fft.ifftshift(k))


def ghosting(p, axis, ghosts, intensity, restore):
    k = np.moveaxis(spectrum(p), axis, 0)
    kept = k.copy()
    k[::ghosts] *= 1 - intensity
    middle = len(k) // 2
    half = int(np.rint(restore * len(k))) // 2
    k[middle - half : middle + half + 1] = kept[middle - half : middle + half + 1]
    return shown(image(np.moveaxis(k, 0, axis)))


def spike(p, points, ratio):
    k = spectrum(p)
    size = ratio * np.abs(k).max()
    for x, y in points:
        k[k.shape[0] // 2 + y, k.shape[1] // 2 + x] += size
    return shown(image(k))


def gibbs(p, alpha):
    k = spectrum(p)
    y, x = np.mgrid[0 : p.shape[0], 0 : p.shape[1]]
    distance = np.hypot(x - p.shape[1] // 2, y - p.shape[0] // 2)
    return shown(image(k * (distance <= (1 - alpha) * max(p.shape) * np.sqrt(2) / 2)))


def moved(p, degrees, right, down):
    """Turned counter-clockwise about the centre, then moved."""
    height, width = p.shape
    y, x = np.mgrid[0:height, 0:width].astype(float)
    centre_x, centre_y = (width - 1) / 2, (height - 1) / 2
    x, y = x - right - centre_x, y - down - centre_y
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return map_coordinates(p, [s * x + c * y + centre_y, c * x - s * y + centre_x], order=1, mode="nearest")


def motion(p, axis, positions, times):
    copies = [spectrum(moved(p, *position)) for position in positions]
    length = p.shape[axis]
    ends = [int(length * t) for t in times] + [length]
    starts = [0] + ends[:-1]
    middle = next(i for i, end in enumerate(ends) if end > length // 2)
    copies.insert(middle, spectrum(p))
    result = np.empty_like(copies[0])
    for copy, start, end in zip(copies, starts, ends):
        part = (slice(start, end), slice(None)) if axis == 0 else (slice(None), slice(start, end))
        result[part] = copy[part]
    return shown(image(result))


def bias(p, coefficients):
    height, width = p.shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    biased = p * np.exp(sum(c * x**i * y**j for (i, j), c in coefficients.items()))
    return np.minimum(255, biased * p.mean() / biased.mean())


def coarse(p, axis, samples):
    p = np.moveaxis(p, axis, 0)
    pixels = len(p)
    means = np.repeat(p, samples, axis=0).reshape(samples, pixels, -1).mean(axis=1)
    centres = (np.arange(samples) + 0.5) * pixels / samples - 0.5
    back = np.stack([np.interp(np.arange(pixels), centres, line) for line in means.T], axis=1)
    return np.moveaxis(back, 0, axis)


def gamma(p, exponent, inverted):
    share = (p - p.min()) / (p.max() - p.min())
    share = 1 - (1 - share) ** exponent if inverted else share**exponent
    return share * (p.max() - p.min()) + p.min()


def histogram(p, levels):
    least, most = p.min(), p.max()
    return np.interp(p, np.linspace(least, most, len(levels)), least + np.array(levels) * (most - least))


def elastic(p, cells):
    height, width = p.shape
    i, j = np.mgrid[0 : cells + 3, 0 : cells + 3]
    right = ((i * 7 + j * 5) % 11 - 5) / 4.0
    down = ((i * 3 + j * 8) % 13 - 6) / 4.0

    def basis(pixels):
        knots = np.arange(-3, cells + 4)
        at = (np.arange(pixels) + 0.5) * cells / pixels
        return BSpline.design_matrix(at, knots, 3).toarray()

    y, x = np.mgrid[0:height, 0:width].astype(float)
    x += basis(height) @ right @ basis(width).T
    y += basis(height) @ down @ basis(width).T
    return map_coordinates(p, [y, x], order=1, mode="reflect")


def write(path, cases):
    with open(path, "w") as out:
        for name, values in cases:
            height, width = values.shape
            out.write(f"{name},{width},{height}," + ",".join(f"{v:.4g}" if v == 0 else f"{v:.3f}" for v in values.flat) + "\n")


cases = []
for size in SIZES:
    p = picture(*size)
    cases += [
        ("picture", p),
        ("ghosting-horizontal", ghosting(p, 1, 3, 0.7, 0.2)),
        ("ghosting-vertical", ghosting(p, 0, 4, 1, 0)),
        ("spike", spike(p, [(5, -3), (-7, 8)], 0.6)),
        ("gibbs", gibbs(p, 0.55)),
        ("motion-horizontal", motion(p, 1, [(6, 1.2, -0.7), (-9, 0.5, 2)], [0.31, 0.72])),
        ("motion-vertical", motion(p, 0, [(6, 1.2, -0.7)], [0.4])),
        ("bias-field", bias(p, {(1, 0): 0.5, (0, 1): -0.3, (2, 0): 0.4, (1, 1): 0.2, (0, 2): 0.1, (1, 2): -0.5, (3, 0): 0.3})),
        ("coarse-horizontal", coarse(p, 1, 9)),
        ("coarse-vertical", coarse(p, 0, 7)),
        ("gamma", gamma(p, 1.4, False)),
        ("gamma-inverted", gamma(p, 0.7, True)),
        ("histogram-shift", histogram(p, [0, 0.1, 0.45, 0.5, 0.9, 1])),
    ]
write(HERE / "oracles.csv", cases)
write(HERE.parent / "geometry" / "elastic.csv", [("elastic", elastic(picture(*size), 5)) for size in SIZES])
