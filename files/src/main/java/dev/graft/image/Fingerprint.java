package dev.graft.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a picture looks like, in a kilobyte: pictures that look alike have similar ones, whatever their format,
 * compression, size or brightness. Cropped and moved pictures are mostly not recognised.
 *
 * <p>Two pictures {@linkplain #resembles resemble} each other if their perceptual hashes differ in at most {@value
 * #MOST_BITS} of 64 bits and their thumbnails correlate by at least {@value #LEAST_CORRELATION}. The hash alone, which can
 * be looked up quickly, confuses pictures of one kind, such as brain slices of different patients.
 */
public final class Fingerprint {
    static final int MOST_BITS = 6;
    static final double LEAST_CORRELATION = 0.995;

    /** Side of the thumbnail. */
    private static final int SIDE = 32;

    static final ResizedPicture.To SIZE = new ResizedPicture.To(new Resampling(Interpolation.BILINEAR), SIDE, SIDE);
    /** Grey levels between which everything of a blank picture lies: its fingerprint would be one of noise. */
    private static final int BLANK = 8;

    private final long hash;
    private final byte[] thumbnail;
    private final double mean;
    private final double norm;

    private Fingerprint(byte[] thumbnail) {
        this.thumbnail = thumbnail;
        this.hash = PerceptualHash.of(thumbnail, SIDE);
        double sum = 0;
        double squares = 0;
        for (byte grey : thumbnail) {
            sum += grey & 0xFF;
            squares += (grey & 0xFF) * (grey & 0xFF);
        }
        this.mean = sum / thumbnail.length;
        this.norm = Math.sqrt(squares - sum * mean);
    }

    /** Of a picture; empty if it is blank, for blank pictures all look alike. */
    static Optional<Fingerprint> of(RgbImage image) {
        int stride = image.width() * 3;
        RowTarget<Optional<Fingerprint>> target = whileReading(image.width(), image.height(), Orientation.UPRIGHT);
        for (int y = 0; y < image.height(); y++) {
            target.row(y, Arrays.copyOfRange(image.pixels(), y * stride, (y + 1) * stride));
        }
        return target.finish();
    }

    /** Of a picture whose rows come one after the other. */
    static RowTarget<Optional<Fingerprint>> whileReading(int width, int height, Orientation orientation) {
        RowTarget<RgbImage> small = SIZE.of(width, height, orientation);
        byte[] grey = new byte[width * 3];
        return new RowTarget<>() {
            @Override
            public void row(int y, byte[] rgb) {
                grey(rgb, grey);
                small.row(y, grey);
            }

            @Override
            public Optional<Fingerprint> finish() {
                return ofSmall(small.finish());
            }
        };
    }

    private static Optional<Fingerprint> ofSmall(RgbImage small) {
        byte[] thumbnail = new byte[SIDE * SIDE];
        int darkest = 255;
        int brightest = 0;
        for (int i = 0; i < thumbnail.length; i++) {
            thumbnail[i] = small.pixels()[3 * i];
            darkest = Math.min(darkest, thumbnail[i] & 0xFF);
            brightest = Math.max(brightest, thumbnail[i] & 0xFF);
        }
        return brightest - darkest < BLANK ? Optional.empty() : Optional.of(new Fingerprint(thumbnail));
    }

    /** Luminance by ITU-R 601, in Pillow's fixed-point arithmetic. */
    private static void grey(byte[] rgb, byte[] grey) {
        for (int i = 0; i < rgb.length; i += 3) {
            int red = rgb[i] & 0xFF;
            int green = rgb[i + 1] & 0xFF;
            int blue = rgb[i + 2] & 0xFF;
            byte value = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
            grey[i] = value;
            grey[i + 1] = value;
            grey[i + 2] = value;
        }
    }

    long hash() {
        return hash;
    }

    /** Of the thumbnails, -1..1; does not depend on brightness and contrast. */
    double correlation(Fingerprint other) {
        long products = 0;
        for (int i = 0; i < thumbnail.length; i++) {
            products += (thumbnail[i] & 0xFF) * (other.thumbnail[i] & 0xFF);
        }
        return (products - thumbnail.length * mean * other.mean) / (norm * other.norm);
    }

    /** Whether two pictures look alike. */
    public boolean resembles(Fingerprint other) {
        return Long.bitCount(hash ^ other.hash) <= MOST_BITS && correlation(other) >= LEAST_CORRELATION;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint print && Arrays.equals(thumbnail, print.thumbnail);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(thumbnail);
    }
}
