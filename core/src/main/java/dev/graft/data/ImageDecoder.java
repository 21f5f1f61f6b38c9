package dev.graft.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG, PNG, BMP, GIF (first frame) and TIFF (first page) into 8-bit RGB.
 *
 * <ul>
 *   <li>Greyscale becomes three equal channels with exactly the stored values; no gamma or colour profile is applied.
 *   <li>16-bit samples are divided by 257 and rounded.
 *   <li>Palettes are looked up. Transparent pixels are laid over black.
 *   <li>CMYK is mixed without a colour profile.
 *   <li>The EXIF orientation is applied, so width and height are those of the upright picture.
 * </ul>
 *
 * <p>Damaged and cut-off files are errors, never grey areas; only a baseline JPEG's missing end marker is forgiven
 * when all its pixels are there. Immutable; one decoder may be used by many threads.
 */
public final class ImageDecoder {
    /** 100 million pixels: 300 MB once decoded. */
    public static final long DEFAULT_PIXEL_LIMIT = 100_000_000;

    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.";

    private final long pixelLimit;
    private final Resampling resampling;

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
        if (pixelLimit < 1 || pixelLimit > 700_000_000) {
            throw new IllegalArgumentException("The pixel limit must be 1 to 700,000,000, found " + pixelLimit);
        }
        this.pixelLimit = pixelLimit;
        this.resampling = new Resampling(interpolation);
    }

    /**
     * Decodes a file at its own size.
     *
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public RgbImage decode(Path file) {
        return decode(read(file, file.toString()), file.toString());
    }

    /**
     * Decodes a file and stretches it to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it is missing, damaged, of an unknown format or too large
     */
    public RgbImage decode(Path file, int width, int height) {
        return resampling.resize(decode(file), width, height);
    }

    /**
     * Decodes what is left of a stream; the caller closes it.
     *
     * @throws UnreadableImageException if it cannot be read, or is damaged, of an unknown format or too large
     */
    public RgbImage decode(InputStream stream) {
        try {
            return decode(stream.readAllBytes());
        } catch (IOException e) {
            throw new UnreadableImageException("(from a stream)", reason(e), e);
        }
    }

    /**
     * Decodes what is left of a stream and stretches it to exactly the given size; the caller closes it.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if it cannot be read, or is damaged, of an unknown format or too large
     */
    public RgbImage decode(InputStream stream, int width, int height) {
        return resampling.resize(decode(stream), width, height);
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws UnreadableImageException if they are damaged, of an unknown format or too large
     */
    public RgbImage decode(byte[] bytes) {
        return decode(bytes, "(" + bytes.length + " bytes in memory)");
    }

    /**
     * Decodes the bytes of a file and stretches the picture to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if they are damaged, of an unknown format or too large
     */
    public RgbImage decode(byte[] bytes, int width, int height) {
        return resampling.resize(decode(bytes), width, height);
    }

    /**
     * Copies a picture that is decoded already, by the same rules as for files.
     *
     * @throws UnreadableImageException if its samples are no 8- or 16-bit grey, RGB or CMYK values, or it is too large
     */
    public RgbImage decode(BufferedImage image) {
        try {
            checkSize(image.getWidth(), image.getHeight());
            return new BufferedPixels(image).read();
        } catch (IOException e) {
            throw new UnreadableImageException("(a BufferedImage)", reason(e), e);
        }
    }

    /**
     * Copies a picture that is decoded already and stretches it to exactly the given size.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @throws UnreadableImageException if its samples are no 8- or 16-bit grey, RGB or CMYK values, or it is too large
     */
    public RgbImage decode(BufferedImage image, int width, int height) {
        return resampling.resize(decode(image), width, height);
    }

    /** Reads a file once, so that it can be hashed and decoded without a second visit to the disk. */
    static byte[] read(Path file, String name) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableImageException(name, "the file does not exist", e);
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw new UnreadableImageException(name, "it is a folder", e);
            }
            throw new UnreadableImageException(name, "reading the file failed (" + e + ")", e);
        } catch (OutOfMemoryError tooLarge) {
            throw new UnreadableImageException(name, "the file does not fit into memory", tooLarge);
        }
    }

    /** @param name which image, for the error message */
    RgbImage decode(byte[] bytes, String name) {
        if (FileKind.of(bytes) instanceof ForeignFormat foreign) {
            throw UnreadableImageException.foreign(name, foreign);
        }
        ImageFormat format = ImageFormat.of(new Signature(bytes)).orElseThrow();
        try {
            return Orientation.of(format, bytes).apply(decodeStored(format, bytes));
        } catch (IOException | RuntimeException e) {
            // Readers of damaged files run into index and argument errors as well.
            throw new UnreadableImageException(name, reason(e), e);
        }
    }

    RgbImage decode(byte[] bytes, String name, int width, int height) {
        return resampling.resize(decode(bytes, name), width, height);
    }

    private RgbImage decodeStored(ImageFormat format, byte[] bytes) throws IOException {
        return switch (format) {
            case JPEG -> {
                JpegHeader header = JpegHeader.of(bytes);
                // Without its end a progressive file may lack whole passes, which would only blur it.
                DamageListener damage = new DamageListener(!header.progressive());
                yield read(format, bytes, damage, reader -> new JpegPixels(header).read(reader.readRaster(0, null)));
            }
            case PNG -> {
                new PngIntegrity(bytes).check();
                yield readBuffered(format, bytes);
            }
            case GIF, BMP, TIFF -> readBuffered(format, bytes);
            case WEBP, PNM -> throw new IOException(format.title() + " is not decoded yet");
        };
    }

    private RgbImage readBuffered(ImageFormat format, byte[] bytes) throws IOException {
        return read(format, bytes, new DamageListener(false), reader -> new BufferedPixels(reader.read(0)).read());
    }

    private RgbImage read(ImageFormat format, byte[] bytes, DamageListener damage, Pixels pixels) throws IOException {
        ImageReader reader = reader(format);
        reader.addIIOReadWarningListener(damage);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, false, true);
            checkSize(reader.getWidth(0), reader.getHeight(0));
            RgbImage image = pixels.read(reader);
            damage.check();
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** Prefers TwelveMonkeys' readers: they cope with more files than Java's own and behave alike on every JDK. */
    private static ImageReader reader(ImageFormat format) throws IOException {
        ImageReader first = null;
        for (var readers = ImageIO.getImageReadersByFormatName(format.name()); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(TWELVE_MONKEYS)) {
                return reader;
            }
            first = Objects.requireNonNullElse(first, reader);
        }
        if (first == null) {
            throw new IOException("this Java has no reader for " + format);
        }
        return first;
    }

    private void checkSize(int width, int height) throws IOException {
        if ((long) width * height > pixelLimit) {
            throw new IOException("it has " + width + " x " + height + " pixels, more than the limit of " + pixelLimit);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof EOFException || e.getCause() instanceof EOFException) {
            return "the file ends too early";
        }
        if (e instanceof RuntimeException || e.getMessage() == null) {
            return "its data are damaged (" + e + ")";
        }
        String message = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** How pixels are taken out of a reader that has its input. */
    private interface Pixels {
        RgbImage read(ImageReader reader) throws IOException;
    }
}
