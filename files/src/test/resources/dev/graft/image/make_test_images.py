"""Writes the small images of this folder and what Pillow and numpy read in them.

Run with Python 3, numpy, Pillow (made with 12.3.0) and tifffile (made with 2026.3.3):  python make_test_images.py

Files with a colour profile hold its date: keep the old ones if nothing else has changed.

decode/<file>        an image
decode/<file>.rgb    the pixels expected of it: raw RGB bytes, rows from top to bottom
decode/expected.csv  file, width, height of the pixels, tolerance per channel
resize/<kind>_<w>x<h>_to_<W>x<H>_<filter>.rgb   Pillow's resize of resize/<kind>_<w>x<h>.rgb, raw RGB bytes
"""
import struct
import zlib
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image, ImageCms, ImageOps

HERE = Path(__file__).resolve().parent
DECODE = HERE / "decode"
RESIZE = HERE / "resize"
EXPECTED = []
LOSSY_WEBP = 20


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


def gifs():
    rgb = smooth(20, 14, 11)
    small = Image.fromarray(rgb[:6, :8]).quantize(16)
    small.save(DECODE / "small_frame.gif")
    data = bytearray((DECODE / "small_frame.gif").read_bytes())
    # The logical screen is larger than its first frame, which lies at 3, 2.
    data[6:10] = struct.pack("<HH", 20, 14)
    frame = data.index(0x2C, 13 + 3 * (2 << (data[10] & 7)))
    data[frame + 1 : frame + 5] = struct.pack("<HH", 3, 2)
    (DECODE / "small_frame.gif").write_bytes(data)
    whole = np.zeros((14, 20, 3), np.uint8)
    whole[2:8, 3:11] = np.asarray(small.convert("RGB"))
    expect("small_frame.gif", whole)
    Image.fromarray(rgb).quantize(16).save(DECODE / "interlaced.gif", interlace=1)
    expect("interlaced.gif", np.asarray(Image.fromarray(rgb).quantize(16).convert("RGB")))


def webps():
    """Lossy ones have a colour for four pixels; libwebp draws between them, TwelveMonkeys repeats them."""
    rgb = smooth(24, 18, 12)
    alpha = np.random.default_rng(13).integers(0, 256, (18, 24)).astype(np.uint8)
    Image.fromarray(rgb).save(DECODE / "lossless.webp", lossless=True)
    expect("lossless.webp", rgb)
    Image.fromarray(np.dstack([rgb, alpha])).save(DECODE / "lossless_alpha.webp", lossless=True, exact=True)
    expect("lossless_alpha.webp", over_black(rgb, alpha))
    blocks = np.kron(np.random.default_rng(8).integers(0, 256, (2, 3, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    y, x = np.mgrid[0:32, 0:48]
    soft = np.stack([255 * x / 48, 255 * y / 32, 128 + 100 * np.sin(x / 9 + y / 7)], axis=2).astype(np.uint8)
    Image.fromarray(soft).save(DECODE / "lossy.webp", quality=90)
    expect("lossy.webp", np.asarray(Image.open(DECODE / "lossy.webp").convert("RGB")), LOSSY_WEBP)
    softly = (255 * x / 47).astype(np.uint8)
    Image.fromarray(np.dstack([soft, softly])).save(DECODE / "lossy_alpha.webp", quality=90)
    both = np.asarray(Image.open(DECODE / "lossy_alpha.webp"))
    expect("lossy_alpha.webp", over_black(both[:, :, :3], both[:, :, 3]), LOSSY_WEBP)
    Image.fromarray(np.dstack([rgb, alpha])).save(HERE / "raw_alpha.webp", quality=90)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(blocks).save(DECODE / "orientation6.webp", lossless=True, exif=exif, icc_profile=profile)
    expect("orientation6.webp", np.rot90(blocks, -1))
    frames = [Image.fromarray(smooth(24, 18, seed)) for seed in (15, 16)]
    frames[0].save(DECODE / "animated.webp", lossless=True, save_all=True, append_images=frames[1:])
    expect("animated.webp", np.asarray(frames[0]))


def pnms():
    rgb = smooth(11, 7, 17)
    grey = rgb[:, :, 0]
    bits = grey > 128

    def pnm(name, header, content, wanted):
        (DECODE / name).write_bytes(header.encode() + content)
        expect(name, wanted)

    def text(values):
        return "\n".join(" ".join(str(int(v)) for v in row) for row in values.reshape(values.shape[0], -1)).encode()

    black = grey_to_rgb(np.where(bits, 0, 255))
    pnm("p1.pbm", "P1\n# a comment\n11 7\n", text(bits), black)
    pnm("p4.pbm", "P4\n11 7\n", np.packbits(bits, axis=1).tobytes(), black)
    pnm("p2.pgm", "P2 11 7 255\n", text(grey), grey_to_rgb(grey))
    pnm("p5.pgm", "P5\n11 7\n255\n", grey.tobytes(), grey_to_rgb(grey))
    pnm("p3.ppm", "P3\n11 7\n255\n", text(rgb), rgb)
    pnm("p6.ppm", "P6\n11 # wide\n7\n255\n", rgb.tobytes(), rgb)
    sixteen = np.random.default_rng(18).integers(0, 65536, (7, 11))
    pnm("p5_16.pgm", "P5\n11 7\n65535\n", sixteen.astype(">u2").tobytes(), grey_to_rgb(sixteen_to_eight(sixteen)))
    hundred = np.random.default_rng(19).integers(0, 101, (7, 11))
    shares = np.floor(hundred * 255 / 100 + 0.5)
    pnm("p5_100.pgm", "P5\n11 7\n100\n", hundred.astype(np.uint8).tobytes(), grey_to_rgb(shares))
    alpha = np.random.default_rng(20).integers(0, 256, (7, 11)).astype(np.uint8)
    header = "P7\nWIDTH 11\nHEIGHT 7\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    pnm("p7_rgba.pam", header, np.dstack([rgb, alpha]).tobytes(), over_black(rgb, alpha))


def bmps():
    rgb = smooth(11, 7, 21)
    for colours in (2, 16, 256):
        palette = Image.fromarray(rgb).quantize(colours)
        name = f"palette{colours}.bmp"
        palette.save(DECODE / name)
        expect(name, np.asarray(Image.open(DECODE / name).convert("RGB")))
    Image.fromarray(rgb[:, :, 0] > 128).save(DECODE / "bilevel.bmp")
    expect("bilevel.bmp", grey_to_rgb(np.where(rgb[:, :, 0] > 128, 255, 0)))
    data = bytearray((DECODE / "rgb24.bmp").read_bytes())
    data[22:26] = struct.pack("<i", -7)
    (DECODE / "top_down.bmp").write_bytes(data)
    expect("top_down.bmp", np.asarray(Image.open(DECODE / "rgb24.bmp"))[::-1])


def stretched(values, black, white):
    black, white = float(black), float(white)
    share = (np.clip(values.astype(np.float64), black, white) - black) / (white - black)
    return grey_to_rgb(np.floor(share * 255 + 0.5)) if share.ndim == 2 else np.floor(share * 255 + 0.5)


def tiffs():
    rgb = smooth(21, 19, 22)
    grey = rgb[:, :, 0]
    random = np.random.default_rng(23)
    alpha = random.integers(0, 256, grey.shape).astype(np.uint8)

    def tiff(name, values, wanted, tolerance=0, **options):
        tifffile.imwrite(DECODE / name, values, metadata=None, **options)
        expect(name, wanted, tolerance)

    associated = over_black(rgb, alpha)
    stored = np.dstack([associated, alpha])
    tiff("rgba8_associated.tif", stored, associated, photometric="rgb", extrasamples=["assocalpha"])
    both = np.dstack([rgb, alpha])
    tiff("rgba8_unassociated.tif", both, associated, photometric="rgb", extrasamples=["unassalpha"])
    tiff("rgba8_unspecified.tif", both, rgb, photometric="rgb", extrasamples=["unspecified"])
    grey_associated = over_black(grey_to_rgb(grey), alpha)
    stored = np.dstack([grey_associated[:, :, 0], alpha])
    tiff("grey_alpha8_associated.tif", stored, grey_associated, photometric="minisblack", extrasamples=["assocalpha"])
    wide = np.dstack([associated.astype(np.uint16) * 257, alpha.astype(np.uint16) * 257])
    tiff("rgba16_associated.tif", wide, associated, photometric="rgb", extrasamples=["assocalpha"])

    tiff("big.tif", rgb, rgb, photometric="rgb", bigtiff=True)
    tiff("big_tiled_big_endian.tif", rgb, rgb, photometric="rgb", bigtiff=True, tile=(16, 16), byteorder=">")
    tiff("planar.tif", np.moveaxis(rgb, 2, 0).copy(), rgb, photometric="rgb", planarconfig="separate")
    tiff("tiled.tif", rgb, rgb, photometric="rgb", tile=(16, 16))
    tiff("packbits.tif", grey, grey_to_rgb(grey), photometric="minisblack", compression="packbits")
    tiff("predictor.tif", rgb, rgb, photometric="rgb", compression="lzw", predictor=True)
    tiff("pages.tif", np.stack([rgb, 255 - rgb, rgb]), rgb, photometric="rgb")
    rgb16 = random.integers(0, 65536, rgb.shape).astype(np.uint16)
    tiff("rgb16.tif", rgb16, sixteen_to_eight(rgb16), photometric="rgb")
    inverted = grey_to_rgb(255 - grey)
    tiff("white_is_zero8.tif", grey, inverted, photometric="miniswhite")

    def pillows(name, image, **options):
        image.save(DECODE / name, **options)
        expect(name, np.asarray(Image.open(DECODE / name).convert("RGB")), 2 if "jpeg" in name else 0)

    pillows("jpeg.tif", Image.fromarray(rgb), compression="jpeg", quality=90)
    pillows("grey_jpeg.tif", Image.fromarray(grey), compression="jpeg", quality=90)
    pillows("group4.tif", Image.fromarray(grey > 128), compression="group4")
    pillows("group3.tif", Image.fromarray(grey > 128), compression="group3")
    pillows("palette.tif", Image.fromarray(rgb).quantize(16))

    int8 = random.integers(-128, 128, grey.shape).astype(np.int8)
    tiff("int8.tif", int8, stretched(int8, int8.min(), int8.max()), photometric="minisblack")
    int16 = random.integers(-1000, 3000, grey.shape).astype(np.int16)
    tiff("int16.tif", int16, stretched(int16, int16.min(), int16.max()), photometric="minisblack")
    rgb_int16 = random.integers(-1000, 3000, rgb.shape).astype(np.int16)
    tiff("rgb_int16.tif", rgb_int16, stretched(rgb_int16, rgb_int16.min(), rgb_int16.max()), photometric="rgb")
    int32 = random.integers(-(2**31), 2**31, grey.shape).astype(np.int32)
    tiff("int32.tif", int32, stretched(int32, int32.min(), int32.max()), photometric="minisblack")
    uint32 = random.integers(0, 2**32, grey.shape).astype(np.uint32)
    tiff("uint32.tif", uint32, stretched(uint32, uint32.min(), uint32.max()), photometric="minisblack")
    share = random.random(grey.shape)
    for kind in ("float16", "float32", "float64"):
        values = share.astype(kind)
        tiff(f"{kind}.tif", values, stretched(values, 0, 1), photometric="minisblack")
    rgb_share = random.random(rgb.shape).astype(np.float32)
    tiff("rgb_float32.tif", rgb_share, stretched(rgb_share, 0, 1), photometric="rgb")
    far = (share * 4000 - 1000).astype(np.float32)
    tiff("float32_far.tif", far, stretched(far, far.min(), far.max()), photometric="minisblack")
    gaps = far.copy()
    gaps[2, 3], gaps[4, 5], gaps[6, 7] = np.nan, np.inf, -np.inf
    finite = gaps[np.isfinite(gaps)]
    tiff("float32_gaps.tif", gaps, stretched(np.nan_to_num(gaps, nan=finite.min()), finite.min(), finite.max()),
         photometric="minisblack")
    named = [(340, "f", 1, -200.0, True), (341, "f", 1, 300.0, True)]
    tiff("float32_named.tif", far, stretched(far, -200, 300), photometric="minisblack", extratags=named)

    twelve = random.integers(0, 4096, (6, 8))
    bits = "".join(format(int(v), "012b") for v in twelve.reshape(-1))
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    entries = [(256, 8), (257, 6), (258, 12), (259, 1), (262, 1), (273, 122), (277, 1), (278, 6), (279, len(data))]
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    file = b"II*\0" + struct.pack("<IH", 8, len(entries)) + directory + bytes(4)
    assert len(file) == 122
    (DECODE / "grey12.tif").write_bytes(file + data)
    expect("grey12.tif", grey_to_rgb(np.floor(twelve * 255 / 4095 + 0.5)))
    tifffile.imwrite(HERE / "preview.tif", rgb, photometric="rgb", subfiletype=1, metadata=None)

    lab = np.asarray(Image.fromarray(rgb).resize((16, 12)))
    # Without it Little CMS computes with coarse tables.
    exactly = ImageCms.Flags.NOOPTIMIZE
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    from_lab = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB", flags=exactly)
    image = ImageCms.applyTransform(Image.fromarray(lab), to_lab)
    image.save(DECODE / "lab8.tif")
    expect("lab8.tif", np.asarray(ImageCms.applyTransform(Image.open(DECODE / "lab8.tif"), from_lab)), 2)
    values = np.asarray(image).astype(np.int32)
    shifted = np.dstack([values[:, :, 0], (values[:, :, 1:].astype(np.uint8).astype(np.int8).astype(np.int32) + 128)])
    back = np.asarray(ImageCms.applyTransform(Image.open(DECODE / "lab8.tif"), from_lab))
    tiff("icc_lab8.tif", shifted.astype(np.uint8), back, 2, photometric="icclab")
    twice = np.dstack([values[:, :, 0] * 257, (shifted[:, :, 1:] - 128) * 256]).astype(np.int32)
    tiff("lab16.tif", twice.astype(np.uint16), back, 2, photometric="cielab")


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
    gifs()
    webps()
    pnms()
    bmps()
    tiffs()
    jpegs()
    resized()
    (DECODE / "expected.csv").write_text("\n".join(EXPECTED) + "\n")
