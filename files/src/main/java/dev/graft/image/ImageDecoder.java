package dev.graft.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Decodes JPEG, PNG, BMP, GIF and WebP (first frame), TIFF (first page) and PNM into 8-bit RGB.
 *
 * <ul>
 *   <li>Greyscale becomes three equal channels with exactly the stored values; no gamma or colour profile is applied.
 *   <li>16-bit samples are divided by 257 and rounded. How longer, signed and fractional ones are scaled is said in
 *       docs/data.md.
 *   <li>Palettes are looked up. Transparent pixels are laid over black.
 *   <li>CMYK is mixed without a colour profile. CIE L*a*b* becomes sRGB.
 *   <li>The EXIF orientation is applied, so width and height are those of the upright picture.
 * </ul>
 *
 * <p>Damaged and cut-off files are errors, never grey areas; only a sequential JPEG's missing end marker is forgiven
 * when all its pixels are there.
 *
 * <p>A picture that is wanted at another size is resized while it is read, row by row, with the same result as if it had been
 * decoded as a whole. Pictures in decoding take at most half of the largest heap, however many threads use this decoder:
 * those that do not fit wait. One that would not fit alone is an error that names it.
 *
 * <p>May be used by many threads.
 */
public final class ImageDecoder {
    /** 100 million pixels: 300 MB once decoded. */
    public static final long DEFAULT_PIXEL_LIMIT = 100_000_000;

    private static final String LARGER_HEAP = "Give Java more memory (-Xmx), make the picture smaller, or leave it out";

    private static final String CONVERT = "Convert it to PNG or JPEG";

    private final long pixelLimit;
    private final Resampling resampling;
    private final DecodingMemory memory;

    /** A decoder with {@link #DEFAULT_PIXEL_LIMIT} that resizes with {@link Interpolation#BILINEAR}. */
    public ImageDecoder() {
        this(DEFAULT_PIXEL_LIMIT, Interpolation.BILINEAR);
    }

    /**
     * @param pixelLimit width times height above which a file is refused before its pixels are decoded: a few
     *     kilobytes can announce gigabytes; 1 to 700 million
     * @param interpolation how to resize
     * @throws IllegalArgumentException if the limit is out of range
     */
    public ImageDecoder(long pixelLimit, Interpolation interpolation) {
        this(pixelLimit, interpolation, DecodingMemory.ofHeap());
    }

    ImageDecoder(long pixelLimit, Interpolation interpolation, DecodingMemory memory) {
        if (pixelLimit < 1 || pixelLimit > 700_000_000) {
            throw new IllegalArgumentException("The pixel limit must be 1 to 700,000,000, found " + pixelLimit);
        }
        this.pixelLimit = pixelLimit;
        this.resampling = new Resampling(interpolation);
        this.memory = memory;
    }

    /**
     * Decodes a file at its own size.
     *
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public RgbImage decode(Path file) {
        return decode(file, WholePicture.MAKER);
    }

    /**
     * Decodes a file and stretches it to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public RgbImage decode(Path file, int width, int height) {
        return decode(file, to(width, height));
    }

    /**
     * Decodes a file, shrunk so that its longer side has at most the given length; a smaller picture stays as it is.
     *
     * @param side in pixels, at least 1
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public RgbImage decodeWithin(Path file, int side) {
        checkSide(side, side);
        return decode(file, new Thumbnail(resampling, side));
    }

    /**
     * Decodes a file, stretches it to exactly the given size, and says what it was like before.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public ScaledImage decodeScaled(Path file, int width, int height) {
        return decode(file, new ScaledImage.To(to(width, height)));
    }

    /**
     * The same of the bytes of a file.
     *
     * @param name which image, for error messages
     */
    public ScaledImage decodeScaled(byte[] bytes, String name, int width, int height) {
        return decode(new FileBytes(name, bytes, () -> {}), new ScaledImage.To(to(width, height)))
                .result();
    }

    /**
     * Says what a file's picture is like, without keeping its pixels.
     *
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public ImageStatistics measure(Path file) {
        return decode(file, ImageStatistics.MAKER);
    }

    /**
     * Decodes what is left of a stream; the caller closes it.
     *
     * @throws UnreadableImageException if it cannot be read, or is damaged, of an unknown format or too large
     */
    public RgbImage decode(InputStream stream) {
        return decode(bytes(stream), WholePicture.MAKER);
    }

    /**
     * Decodes what is left of a stream and stretches it to exactly the given size; the caller closes it.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it cannot be read, or is damaged, of an unknown format or too large
     */
    public RgbImage decode(InputStream stream, int width, int height) {
        return decode(bytes(stream), to(width, height));
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws UnreadableImageException if they are damaged, of an unknown format or too large
     */
    public RgbImage decode(byte[] bytes) {
        return decode(bytes, WholePicture.MAKER);
    }

    /**
     * Decodes the bytes of a file and stretches the picture to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if they are damaged, of an unknown format or too large
     */
    public RgbImage decode(byte[] bytes, int width, int height) {
        return decode(bytes, to(width, height));
    }

    /**
     * Copies a picture that is decoded already, by the same rules as for files.
     *
     * @throws UnreadableImageException if its samples are no 8- or 16-bit grey, RGB or CMYK values, or it is too large
     */
    public RgbImage decode(BufferedImage image) {
        return decode(image, WholePicture.MAKER);
    }

    /**
     * Copies a picture that is decoded already and stretches it to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if its samples are no 8- or 16-bit grey, RGB or CMYK values, or it is too large
     */
    public RgbImage decode(BufferedImage image, int width, int height) {
        return decode(image, to(width, height));
    }

    private RgbImage decode(BufferedImage image, RowTarget.Maker<RgbImage> maker) {
        try {
            checkSize(image.getWidth(), image.getHeight());
            RowTarget<RgbImage> target = maker.of(image.getWidth(), image.getHeight(), Orientation.UPRIGHT);
            new BufferedPixels(image).read(target);
            return target.finish();
        } catch (IOException e) {
            throw new UnreadableImageException("(a BufferedImage)", reason(e), e);
        }
    }

    private static byte[] bytes(InputStream stream) {
        String name = "(from a stream)";
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UnreadableImageException(name, reason(e), e);
        } catch (OutOfMemoryError tooLarge) {
            throw new UnreadableImageException(name, "it does not fit into memory", LARGER_HEAP, tooLarge);
        }
    }

    private ResizedPicture.To to(int width, int height) {
        checkSide(width, height);
        return new ResizedPicture.To(resampling, width, height);
    }

    private static void checkSide(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image can be resized to 1 x 1 pixels or more, found " + width + " x " + height);
        }
    }

    /**
     * Reads a file, as soon as there is room for it.
     *
     * @param name which image, for error messages
     * @throws UnreadableImageException if it is missing, a folder, cannot be read or does not fit into memory
     */
    public FileBytes open(Path file, String name) {
        DecodingMemory.Place place = null;
        try {
            place = memory.forFile(Files.size(file));
            FileBytes bytes = new FileBytes(name, Files.readAllBytes(file), place);
            place = null;
            return bytes;
        } catch (NoSuchFileException e) {
            throw new UnreadableImageException(name, "the file does not exist", e);
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw new UnreadableImageException(name, "it is a folder", "Name the images in it instead", e);
            }
            throw new UnreadableImageException(name, "reading the file failed (" + e + ")", e);
        } catch (OutOfMemoryError tooLarge) {
            throw new UnreadableImageException(name, "the file does not fit into memory", LARGER_HEAP, tooLarge);
        } finally {
            if (place != null) {
                place.close();
            }
        }
    }

    private <T> T decode(Path path, RowTarget.Maker<T> maker) {
        try (FileBytes file = open(path, path.toString())) {
            return decode(file, maker).result();
        }
    }

    private <T> T decode(byte[] bytes, RowTarget.Maker<T> maker) {
        return decode(new FileBytes("(" + bytes.length + " bytes in memory)", bytes, () -> {}), maker)
                .result();
    }

    /**
     * Decodes an opened file and stretches the picture to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it is damaged, of an unknown format or too large
     */
    public RgbImage decode(FileBytes file, int width, int height) {
        return decode(file, to(width, height)).result();
    }

    /**
     * Decodes an opened file once, for all that a data set wants to know of it.
     *
     * @param fingerprint whether to say what it looks like
     * @param kept pictures of the size at which it will be asked for; it is resized if there is room for it, and not yet
     *     added
     * @throws UnreadableImageException if it is damaged, of an unknown format or too large
     */
    public Decoded<Examination> examine(FileBytes file, boolean fingerprint, DecodedPictures kept) {
        return decode(file, new Examination.Of(fingerprint, kept.resizing()));
    }

    <T> Decoded<T> decode(FileBytes file, RowTarget.Maker<T> maker) {
        if (FileKind.of(file.bytes()) instanceof ForeignFormat foreign) {
            throw UnreadableImageException.foreign(file.name(), foreign);
        }
        ImageFormat format = ImageFormat.of(new Signature(file.bytes())).orElseThrow();
        try {
            StoredImage image = StoredImage.open(format, file.bytes());
            checkSize(image.width(), image.height());
            return new Decoded<>(decode(image, maker), image.pictures());
        } catch (DecodingMemory.TooLargeException e) {
            throw new UnreadableImageException(file.name(), reason(e), LARGER_HEAP, e);
        } catch (UnsupportedVariantException e) {
            throw new UnreadableImageException(file.name(), reason(e), CONVERT, e);
        } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                throw outOfMemory(file, e);
            }
            // Readers of damaged files run into index and argument errors as well.
            throw new UnreadableImageException(file.name(), reason(e), e);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(file, e);
        }
    }

    private static UnreadableImageException outOfMemory(FileBytes file, Throwable e) {
        return new UnreadableImageException(
                file.name(), "there is not enough memory left to decode it", LARGER_HEAP, e);
    }

    private <T> T decode(StoredImage image, RowTarget.Maker<T> maker) throws IOException {
        Orientation orientation = image.orientation();
        long needed = image.memory() + maker.memory(image.width(), image.height(), orientation);
        DecodingMemory.Place place = memory.forPicture(needed);
        try {
            RowTarget<T> target = maker.of(image.width(), image.height(), orientation);
            image.read(target);
            return target.finish();
        } finally {
            place.close();
        }
    }

    private void checkSize(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("its data are damaged (a size of " + width + " x " + height + " pixels)");
        }
        if ((long) width * height > pixelLimit) {
            throw new IOException("it has " + width + " x " + height + " pixels, more than the limit of " + pixelLimit);
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof EOFException || e.getCause() instanceof EOFException) {
            return "the file ends too early";
        }
        if (!(e instanceof IOException) || e.getMessage() == null) {
            return "its data are damaged (" + e + ")";
        }
        String message = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
