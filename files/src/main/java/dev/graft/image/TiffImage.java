package dev.graft.image;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * The first picture of a TIFF or BigTIFF file. What its header promises is checked against the file and the memory before
 * any pixel is decoded.
 *
 * @param bytes the file
 * @param header its directories
 * @param width in pixels
 * @param height in pixels
 * @param samples of each pixel
 * @param bits of each sample
 * @param format how samples are stored
 * @param photometric what samples mean
 */
record TiffImage(
        byte[] bytes,
        TiffHeader header,
        int width,
        int height,
        int samples,
        int bits,
        SampleFormat format,
        int photometric)
        implements StoredImage {
    private static final int MOST_SAMPLES = 64;
    /** Tiles may be larger than the picture, but not by much more than a tile. */
    private static final int LARGEST_TILE = 65_536;

    private static final int UNCOMPRESSED = 1;
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;

    private static final Set<Integer> READ_COMPRESSIONS =
            Set.of(UNCOMPRESSED, 2, 3, 4, 5, OLD_JPEG, JPEG, 8, 32773, 32946, 50013);

    private static final Map<Integer, String> UNREAD_COMPRESSIONS = Map.of(
            34712, "JPEG 2000", 34887, "LERC", 34925, "LZMA", 50000, "Zstandard", 50001, "WebP", 50002, "JPEG XL");

    private static final int WHITE_IS_ZERO = 0;
    private static final int RGB = 2;
    private static final int LUMA_CHROMA = 6;
    private static final int CIE_LAB = 8;
    private static final int ICC_LAB = 9;

    /** TIFF's tag 339. */
    enum SampleFormat {
        UNSIGNED,
        SIGNED,
        FRACTIONAL
    }

    static TiffImage open(byte[] bytes) throws IOException {
        TiffHeader header = TiffHeader.of(bytes);
        if (header.has(TiffHeader.DNG_VERSION) || (header.get(TiffHeader.NEW_SUBFILE_TYPE, 0) & 1) != 0) {
            throw new UnsupportedVariantException("it is a camera's raw image, whose first picture is only a preview");
        }
        TiffImage image = new TiffImage(
                bytes,
                header,
                header.size(TiffHeader.WIDTH, "width"),
                header.size(TiffHeader.HEIGHT, "height"),
                (int) header.get(TiffHeader.SAMPLES, 1),
                (int) header.get(TiffHeader.BITS, 1),
                format(header),
                (int) header.get(TiffHeader.PHOTOMETRIC, -1));
        image.check();
        return image;
    }

    private static SampleFormat format(TiffHeader header) throws IOException {
        int format = (int) header.get(TiffHeader.SAMPLE_FORMAT, 1);
        return switch (format) {
            // 4 is "undefined", to be read as if nothing were said.
            case 1, 4 -> SampleFormat.UNSIGNED;
            case 2 -> SampleFormat.SIGNED;
            case 3 -> SampleFormat.FRACTIONAL;
            default ->
                throw new UnsupportedVariantException(
                        "its samples are complex numbers or of an unknown kind (" + format + ")");
        };
    }

    private void check() throws IOException {
        if (samples < 1 || samples > MOST_SAMPLES || bits < 1 || bits > 64) {
            throw new IOException("it has " + samples + " samples of " + bits + " bits a pixel; 1 to " + MOST_SAMPLES
                    + " of 1 to 64 can be read");
        }
        checkVariant();
        long least = (long) width * samples * bits / 8 * height;
        boolean whole = compression() == UNCOMPRESSED && photometric != LUMA_CHROMA;
        if (whole && least > bytes.length) {
            throw new IOException("the file ends too early");
        }
        if (header.has(TiffHeader.TILE_WIDTH)) {
            checkTile(header.size(TiffHeader.TILE_WIDTH, "tile width"), width);
            checkTile(header.size(TiffHeader.TILE_HEIGHT, "tile height"), height);
        }
    }

    private void checkVariant() throws IOException {
        if (!READ_COMPRESSIONS.contains(compression())) {
            String name = UNREAD_COMPRESSIONS.getOrDefault(compression(), "an unknown method");
            throw new UnsupportedVariantException(
                    "its pixels are compressed with " + name + " (TIFF compression " + compression() + ")");
        }
        if (format != SampleFormat.FRACTIONAL && bits > 32) {
            throw new UnsupportedVariantException(
                    "its samples are whole numbers of " + bits + " bits; 1 to 32 can be read");
        }
        if (photometric == RGB && bits < 8) {
            throw new UnsupportedVariantException("its colours have " + bits + " bits each; 8 to 32 can be read");
        }
    }

    private static void checkTile(int tile, int picture) throws IOException {
        if (tile - LARGEST_TILE > picture) {
            throw new IOException(
                    "its data are damaged (tiles of " + tile + " in a picture of " + picture + " pixels)");
        }
    }

    private int compression() {
        return (int) header.get(TiffHeader.COMPRESSION, UNCOMPRESSED);
    }

    @Override
    public int pictures() {
        return header.pictures();
    }

    @Override
    public Orientation orientation() {
        return Orientation.ofCode(header.get(TiffHeader.ORIENTATION, 1));
    }

    @Override
    public long memory() {
        int sampleBytes = bits > 32 ? 8 : bits > 16 || format == SampleFormat.FRACTIONAL ? 4 : bits > 8 ? 2 : 1;
        long raster = (long) width * height * samples * sampleBytes;
        long tileRow = Math.max(width, header.get(TiffHeader.TILE_WIDTH, 0)) * samples * sampleBytes;
        // Readers hand out raw samples as a copy.
        return (isPlain() ? raster : 2 * raster) + 4 * tileRow;
    }

    /** Whether samples are shares of their type's greatest value, in a colour model that needs no arithmetic. */
    private boolean isPlain() {
        return format == SampleFormat.UNSIGNED && bits <= 16 && photometric < CIE_LAB;
    }

    @Override
    public void read(Rows rows) throws IOException {
        ImageReaders.read(ImageReaders.tiff(), bytes, new DamageListener(false), reader -> {
            if (isPlain()) {
                plain(reader, rows);
            } else if (photometric == CIE_LAB || photometric == ICC_LAB) {
                lab().read(reader.readRaster(0, null), rows);
            } else {
                wide().read(reader.readRaster(0, null), rows);
            }
        });
    }

    private void plain(ImageReader reader, Rows rows) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        if (compression() != JPEG && compression() != OLD_JPEG && photometric != LUMA_CHROMA) {
            // Of its own accord the reader forgets that colours were multiplied by alpha.
            param.setDestinationType(reader.getRawImageType(0));
        }
        new BufferedPixels(reader.read(0, param), bits).read(rows);
    }

    private LabPixels lab() throws IOException {
        if (bits != 8 && bits != 16 || format == SampleFormat.FRACTIONAL) {
            throw new UnsupportedVariantException(
                    "its Lab colours have samples of " + bits + " bits; 8 and 16 can be read");
        }
        return new LabPixels(photometric == ICC_LAB, bits);
    }

    private WideSamples wide() throws IOException {
        int colours = photometric == RGB ? 3 : 1;
        double[] extra = header.all(TiffHeader.EXTRA_SAMPLES);
        boolean alpha = samples > colours && (extra.length == 0 || extra[0] != 0);
        if (photometric < WHITE_IS_ZERO || photometric > RGB || samples < colours || alpha) {
            throw new IOException(
                    "its samples are signed, fractional or longer than 16 bits; such pictures can be read in"
                            + " grey and RGB without alpha");
        }
        return new WideSamples(header, format, bits, colours, photometric == WHITE_IS_ZERO);
    }
}
