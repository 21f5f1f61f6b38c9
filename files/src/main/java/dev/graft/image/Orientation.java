package dev.graft.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * How a camera was held: EXIF tag 274.
 *
 * @param code 1 (upright) to 8
 */
record Orientation(int code) {
    static final Orientation UPRIGHT = new Orientation(1);

    /** What the file says; upright where it says nothing or its metadata are damaged, as viewers do. */
    static Orientation of(ImageFormat format, byte[] bytes) {
        try {
            ExifIFD0Directory directory = metadata(format, bytes).getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer code = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return code == null ? UPRIGHT : ofCode(code);
        } catch (ImageProcessingException | IOException | RuntimeException damaged) {
            return UPRIGHT;
        }
    }

    /** What a number stands for; upright if it is none of the eight. */
    static Orientation ofCode(long code) {
        return code < 1 || code > 8 ? UPRIGHT : new Orientation((int) code);
    }

    private static Metadata metadata(ImageFormat format, byte[] bytes) throws ImageProcessingException, IOException {
        return switch (format) {
            case JPEG -> JpegMetadataReader.readMetadata(new ByteArrayInputStream(bytes), List.of(new ExifReader()));
            case PNG -> png(bytes);
            case WEBP -> WebpMetadataReader.readMetadata(new ByteArrayInputStream(bytes));
            case GIF, BMP, TIFF, PNM -> new Metadata();
        };
    }

    /** Looks at one chunk alone. The library's reader would also unpack compressed texts and profiles, however long. */
    private static Metadata png(byte[] bytes) {
        Metadata metadata = new Metadata();
        new PngIntegrity(bytes)
                .content("eXIf")
                .ifPresent(exif -> new ExifReader()
                        .extract(
                                new ByteArrayReader(exif),
                                metadata,
                                ExifReader.startsWithJpegExifPreamble(exif)
                                        ? ExifReader.JPEG_SEGMENT_PREAMBLE.length()
                                        : 0));
        return metadata;
    }

    /** Whether the stored picture's rows are columns of the upright one. */
    boolean liesOnItsSide() {
        return code >= 5;
    }

    /** Whether each stored row has to be read from its end. */
    boolean mirrorsRows() {
        return code == 2 || code == 3 || code == 7 || code == 8;
    }

    /** Whether the stored rows have to be read from the last to the first. */
    boolean turnsRowsOver() {
        return code == 3 || code == 4 || code == 6 || code == 7;
    }

    /** Turns and mirrors the stored picture so that it stands upright. */
    RgbImage apply(RgbImage image) {
        if (code == 1) {
            return image;
        }
        int w = image.width();
        int h = image.height();
        int right = 1;
        int down = w;
        return switch (code) {
            case 2 -> gather(image, w, h, w - 1, -right, down);
            case 3 -> gather(image, w, h, w * h - 1, -right, -down);
            case 4 -> gather(image, w, h, (h - 1) * w, right, -down);
            case 5 -> gather(image, h, w, 0, down, right);
            case 6 -> gather(image, h, w, (h - 1) * w, -down, right);
            case 7 -> gather(image, h, w, w * h - 1, -down, -right);
            case 8 -> gather(image, h, w, w - 1, down, -right);
            default -> throw new IllegalStateException("EXIF orientation " + code);
        };
    }

    /** Reads the old pixels from a starting one, with one step for each new column and one for each new row. */
    private static RgbImage gather(RgbImage image, int width, int height, int start, int perColumn, int perRow) {
        byte[] in = image.pixels();
        byte[] out = new byte[in.length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int from = start + y * perRow;
            for (int x = 0; x < width; x++, to += 3, from += perColumn) {
                System.arraycopy(in, from * 3, out, to, 3);
            }
        }
        return new RgbImage(width, height, out);
    }
}
