"""Writes the small images of this folder and what Pillow and numpy read in them.

Run with Python 3, numpy and Pillow (made with 12.3.0):  python make_test_images.py

decode/<file>        an image
decode/<file>.rgb    the pixels expected of it: raw RGB bytes, rows from top to bottom
decode/expected.csv  file, width, height of the pixels, tolerance per channel
resize/<kind>_<w>x<h>_to_<W>x<H>_<filter>.rgb   Pillow's resize of resize/<kind>_<w>x<h>.rgb, raw RGB bytes
"""
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
DECODE = HERE / "decode"
RESIZE = HERE / "resize"
EXPECTED = []


def expect(file, rgb, tolerance=0):
    rgb = np.asarray(rgb, dtype=np.uint8)
    assert rgb.ndim == 3 and rgb.shape[2] == 3
    (DECODE / (file + ".rgb")).write_bytes(rgb.tobytes())
    EXPECTED.append(f"{file},{rgb.shape[1]},{rgb.shape[0]},{tolerance}")


def grey_to_rgb(grey):
    return np.repeat(np.asarray(grey)[:, :, None], 3, axis=2)


def sixteen_to_eight(values):
    return np.rint(np.asarray(values, dtype=np.float64) / 257).astype(np.uint8)


def over_black(rgb, alpha):
    return np.floor(rgb.astype(np.float64) * alpha[:, :, None] / 255 + 0.5).astype(np.uint8)


def smooth(width, height, seed):
    """A picture with gradients, an edge and a little noise."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(seed).integers(-20, 21, (height, width, 3))
    base = np.stack([255 * x / width, 255 * y / height, np.where(x + y > (width + height) / 2, 230, 20)], axis=2)
    return np.clip(base + noise, 0, 255).astype(np.uint8)


def png(path, samples, depth, colour_type, extra=()):
    """Writes a PNG that Pillow cannot write: any bit depth and colour type; samples are (height, width, channels)."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = samples.shape[:2]
    rows = []
    for row in samples.reshape(height, -1):
        if depth == 16:
            packed = row.astype(">u2").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            packed = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        rows.append(b"\0" + packed)
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    for kind, content in extra:
        data += chunk(kind, content)
    path.write_bytes(data + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b""))


def pngs():
    rgb = smooth(11, 7, 1)
    grey = rgb[:, :, 0]
    random = np.random.default_rng(2)
    alpha = random.integers(0, 256, grey.shape).astype(np.uint8)
    Image.fromarray(rgb).save(DECODE / "rgb8.png")
    expect("rgb8.png", rgb)
    Image.fromarray(grey).save(DECODE / "grey8.png")
    expect("grey8.png", grey_to_rgb(grey))
    png(DECODE / "grey8_gamma.png", grey[:, :, None], 8, 0, [(b"gAMA", struct.pack(">I", 100000))])
    expect("grey8_gamma.png", grey_to_rgb(grey))

    grey16 = random.integers(0, 65536, (9, 8))
    grey16.reshape(-1)[:8] = [0, 128, 129, 256, 257, 32767, 65406, 65535]
    png(DECODE / "grey16.png", grey16[:, :, None], 16, 0)
    expect("grey16.png", grey_to_rgb(sixteen_to_eight(grey16)))
    rgb16 = random.integers(0, 65536, (6, 5, 3))
    png(DECODE / "rgb16.png", rgb16, 16, 2)
    expect("rgb16.png", sixteen_to_eight(rgb16))
    rgba16 = random.integers(0, 65536, (6, 5, 4))
    png(DECODE / "rgba16.png", rgba16, 16, 6)
    eight = sixteen_to_eight(rgba16)
    expect("rgba16.png", over_black(eight[:, :, :3], eight[:, :, 3]))

    Image.fromarray(np.dstack([rgb, alpha])).save(DECODE / "rgba8.png")
    expect("rgba8.png", over_black(rgb, alpha))
    png(DECODE / "grey_alpha8.png", np.dstack([grey, alpha]), 8, 4)
    expect("grey_alpha8.png", over_black(grey_to_rgb(grey), alpha))
    key = rgb[2, 3]
    png(DECODE / "rgb8_key.png", rgb, 8, 2, [(b"tRNS", struct.pack(">HHH", *map(int, key)))])
    expect("rgb8_key.png", np.where((rgb == key).all(axis=2)[:, :, None], 0, rgb))
    for depth in (1, 2, 4):
        levels = random.integers(0, 1 << depth, (7, 11))
        png(DECODE / f"grey{depth}.png", levels[:, :, None], depth, 0)
        expect(f"grey{depth}.png", grey_to_rgb(levels * (255 // ((1 << depth) - 1))))

    palette = random.integers(0, 256, (16, 3)).astype(np.uint8)
    index = random.integers(0, 16, (7, 11))
    png(DECODE / "palette4.png", index[:, :, None], 4, 3, [(b"PLTE", palette.tobytes())])
    expect("palette4.png", palette[index])
    transparent = np.full(16, 255, np.uint8)
    transparent[:3] = [0, 100, 200]
    png(
        DECODE / "palette4_alpha.png",
        index[:, :, None],
        4,
        3,
        [(b"PLTE", palette.tobytes()), (b"tRNS", transparent[:3].tobytes())],
    )
    expect("palette4_alpha.png", over_black(palette[index], transparent[index]))


def other_formats():
    rgb = smooth(11, 7, 3)
    grey = rgb[:, :, 1]
    Image.fromarray(rgb).save(DECODE / "rgb24.bmp")
    expect("rgb24.bmp", rgb)
    Image.fromarray(grey).save(DECODE / "grey8.bmp")
    expect("grey8.bmp", grey_to_rgb(grey))
    palette = Image.fromarray(smooth(20, 14, 4)).quantize(16)
    palette.save(DECODE / "palette.gif")
    expect("palette.gif", np.asarray(palette.convert("RGB")))
    palette.save(DECODE / "animated.gif", save_all=True, append_images=[Image.fromarray(smooth(20, 14, 5)).quantize(16)])
    expect("animated.gif", np.asarray(palette.convert("RGB")))

    Image.fromarray(rgb).save(DECODE / "rgb8_lzw.tif", compression="tiff_lzw")
    expect("rgb8_lzw.tif", rgb)
    Image.fromarray(rgb).save(DECODE / "rgb8_deflate.tif", compression="tiff_adobe_deflate")
    expect("rgb8_deflate.tif", rgb)
    Image.fromarray(grey).save(DECODE / "grey8.tif")
    expect("grey8.tif", grey_to_rgb(grey))
    grey16 = np.random.default_rng(6).integers(0, 65536, (7, 11)).astype(np.uint16)
    Image.fromarray(grey16).save(DECODE / "grey16.tif")
    expect("grey16.tif", grey_to_rgb(sixteen_to_eight(grey16)))
    Image.fromarray(grey16).save(DECODE / "grey16_lzw.tif", compression="tiff_lzw")
    expect("grey16_lzw.tif", grey_to_rgb(sixteen_to_eight(grey16)))
    Image.fromarray((grey > 128)).save(DECODE / "bilevel.tif")
    expect("bilevel.tif", grey_to_rgb(np.where(grey > 128, 255, 0)))
    Image.fromarray(grey).save(DECODE / "white_is_zero.tif", tiffinfo={262: 0})
    expect("white_is_zero.tif", np.asarray(Image.open(DECODE / "white_is_zero.tif").convert("RGB")))
    cmyk = Image.fromarray(rgb).convert("CMYK")
    cmyk.save(DECODE / "cmyk.tif")
    expect("cmyk.tif", np.asarray(cmyk.convert("RGB")))
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(rgb).save(DECODE / "orientation6.tif", tiffinfo=exif)
    expect("orientation6.tif", np.rot90(rgb, -1))
    Image.fromarray(rgb).save(DECODE / "orientation6.png", exif=exif)
    expect("orientation6.png", np.rot90(rgb, -1))
    Image.fromarray(grey.astype(np.float32)).save(HERE / "float.tif")


def jpegs():
    """Baseline decoders agree on these within a step or two: the inverse transform may round differently."""
    rgb = Image.fromarray(smooth(37, 29, 7))

    def jpeg(name, image, **options):
        image.save(DECODE / name, **options)
        expect(name, np.asarray(Image.open(DECODE / name).convert("RGB")), 2)

    jpeg("rgb.jpg", rgb, quality=90)
    jpeg("rgb_444.jpg", rgb, quality=90, subsampling=0)
    jpeg("progressive.jpg", rgb, quality=90, progressive=True)
    jpeg("grey.jpg", rgb.convert("L"), quality=90)
    jpeg("cmyk.jpg", rgb.convert("CMYK"), quality=90)
    jpeg("rgb_stored.jpg", rgb, quality=90, keep_rgb=True)
    # Adobe's fourth colour space: the same channels declared as luma, chroma and black.
    data = bytearray((DECODE / "cmyk.jpg").read_bytes())
    data[data.index(b"Adobe") + 11] = 2
    (DECODE / "ycck.jpg").write_bytes(data)
    expect("ycck.jpg", np.asarray(Image.open(DECODE / "ycck.jpg").convert("RGB")), 2)
    blocks = np.kron(np.random.default_rng(8).integers(0, 256, (2, 3, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[274] = orientation
        name = f"orientation{orientation}.jpg"
        Image.fromarray(blocks).save(DECODE / name, exif=exif, quality=95, subsampling=0)
        turned = ImageOps.exif_transpose(Image.open(DECODE / name))
        expect(name, np.asarray(turned.convert("RGB")), 2)
    noise = np.random.default_rng(9).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    Image.fromarray(noise).save(HERE / "noise.jpg", quality=80)
    Image.fromarray(noise).save(HERE / "noise_progressive.jpg", quality=80, progressive=True)
    Image.fromarray(noise).save(HERE / "noise_restarts.jpg", quality=80, restart_marker_rows=1)
    Image.fromarray(noise).convert("CMYK").save(HERE / "noise_cmyk.jpg", quality=80)


def resized():
    filters = {
        "bilinear": Image.Resampling.BILINEAR,
        "bicubic": Image.Resampling.BICUBIC,
        "nearest": Image.Resampling.NEAREST,
    }
    sizes = [((31, 23), (7, 5)), ((31, 23), (40, 50)), ((31, 23), (31, 9)), ((31, 23), (64, 11)), ((5, 3), (1, 1))]
    for kind in ("colour", "grey"):
        for (width, height), (new_width, new_height) in sizes:
            pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3)).astype(np.uint8)
            image = Image.fromarray(pixels)
            if kind == "grey":
                image = Image.fromarray(pixels[:, :, 0].copy())
            source = f"{kind}_{width}x{height}"
            (RESIZE / f"{source}.rgb").write_bytes(image.convert("RGB").tobytes())
            for name, resample in filters.items():
                out = image.resize((new_width, new_height), resample).convert("RGB")
                (RESIZE / f"{source}_to_{new_width}x{new_height}_{name}.rgb").write_bytes(out.tobytes())


if __name__ == "__main__":
    for folder in (DECODE, RESIZE):
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
    pngs()
    other_formats()
    jpegs()
    resized()
    (DECODE / "expected.csv").write_text("\n".join(EXPECTED) + "\n")
