package dev.graft.augment.picture;

import dev.graft.image.RgbImage;

/**
 * An image under change: values 0..255 as floats, one plane per channel, rows from top to bottom. A grey image (three equal
 * channels) has one plane, and so stays grey whatever is done to it. As long as an image is only moved, it stays bytes. Made
 * to be used again: reading another image of the same size allocates nothing.
 *
 * <p>Not safe for use by several threads at a time.
 */
public final class Picture {
    private int width;
    private int height;
    private int channels;
    /** What was read, until values between bytes are needed. */
    private final PackedPixels packed = new PackedPixels();

    private boolean inBytes;
    private float[][] planes = {};
    private float[][] spares = {};
    private AffineMap pending = AffineMap.IDENTITY;
    /** Whether what is put off is nothing but flips, which have no fill and no sampling of their own. */
    private boolean flipsAlone = true;

    private Fill fill = Fill.REFLECT;
    private Sampling sampling = Sampling.BILINEAR;

    /** Takes over an image; what was here before is forgotten. */
    public void read(RgbImage image) {
        int area = image.width() * image.height();
        if (planes.length == 0 || planes[0].length != area) {
            planes = new float[3][area];
            spares = new float[][] {new float[area], new float[area], new float[area]};
        }
        width = image.width();
        height = image.height();
        pending = AffineMap.IDENTITY;
        flipsAlone = true;
        packed.read(image.pixels());
        inBytes = true;
        channels = packed.isGrey() ? 1 : 3;
    }

    /** A new image: values rounded to the nearest integer (halves up), those beyond 0..255 cut off. */
    public RgbImage toImage() {
        byte[] pixels = new byte[3 * width * height];
        if (!inBytes) {
            settle();
            packed.round(planes, channels, spares[0]);
            packed.toBytes(pixels);
        } else if (liesBetweenPixels()) {
            new BilinearPixels(width, height, pending, fill, channels).toBytes(packed.pixels(), pixels);
        } else {
            movePacked();
            packed.toBytes(pixels);
        }
        return new RgbImage(width, height, pixels);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Planes: 1 for a grey image, else 3. */
    public int channels() {
        return channels;
    }

    /**
     * The values of a channel, {@code height * width}, row by row; to be changed in place, within 0..255.
     *
     * @param channel from 0 to {@link #channels()} - 1
     */
    public float[] plane(int channel) {
        settle();
        return planes[channel];
    }

    /**
     * A buffer of a plane's size with any content, the same one for the same number until {@link #replace} takes it.
     *
     * @param number 0 to 2
     */
    public float[] spare(int number) {
        settle();
        return spares[number];
    }

    /** Makes a spare buffer the plane of a channel; the old plane becomes the spare buffer. */
    public void replace(int channel, int spare) {
        float[] old = planes[channel];
        planes[channel] = spares[spare];
        spares[spare] = old;
    }

    /**
     * Moves the pixels as no {@link AffineMap} can. If the fill and the sampling are those of movements that were put off,
     * the picture is resampled once for both.
     *
     * @param deformation of this change alone
     */
    public void deform(Deformation deformation, Fill beyond, Sampling how) {
        if (!flipsAlone && (beyond != fill || how != sampling)) {
            settle();
        }
        unpack();
        AffineMap earlier = pending;
        forgetPending();
        new DeformedResampler(width, height, deformation, earlier, beyond, how).draw(planes, spares, channels);
        for (int c = 0; c < channels; c++) {
            replace(c, c);
        }
    }

    /**
     * Draws a channel with its pixels moved, bilinearly, into a spare buffer; the picture stays as it is.
     *
     * @param spare number of the buffer
     */
    public void drawMoved(int channel, AffineMap map, Fill beyond, int spare) {
        float[][] from = {plane(channel)};
        float[][] to = {spares[spare]};
        new BilinearPlanes(width, height, map, beyond).draw(from, to, 1);
    }

    /**
     * Moves the pixels. Maps that follow each other with equal fill and sampling become one: nothing is lost at borders in
     * between and the picture is resampled once.
     *
     * @param map of this change alone
     */
    public void move(AffineMap map, Fill beyond, Sampling how) {
        if (map.equals(AffineMap.IDENTITY)) {
            return;
        }
        if (!flipsAlone && (beyond != fill || how != sampling)) {
            settle();
        }
        fill = beyond;
        sampling = how;
        flipsAlone = false;
        pending = map.after(pending);
    }

    /** Exchanges left and right; becomes one with movements before and after. */
    public void flipHorizontally() {
        pending = new AffineMap(-1, 0, width - 1.0, 0, 1, 0).after(pending);
    }

    /** Exchanges top and bottom; becomes one with movements before and after. */
    public void flipVertically() {
        pending = new AffineMap(1, 0, 0, 0, -1, height - 1.0).after(pending);
    }

    /** Whether what is put off takes values between pixels. */
    private boolean liesBetweenPixels() {
        return sampling == Sampling.BILINEAR && !pending.isLattice();
    }

    /** Does what was put off, and leaves planes. */
    private void settle() {
        if (!inBytes) {
            movePlanes();
        } else if (liesBetweenPixels()) {
            new BilinearPixels(width, height, pending, fill, channels).toPlanes(packed.pixels(), planes);
            inBytes = false;
        } else {
            movePacked();
            unpack();
        }
        forgetPending();
    }

    private void movePlanes() {
        if (!pending.equals(AffineMap.IDENTITY)) {
            new Resampler(width, height, pending, fill).resample(sampling, planes, spares, channels);
            for (int c = 0; c < channels; c++) {
                replace(c, c);
            }
        }
    }

    private void movePacked() {
        if (!pending.equals(AffineMap.IDENTITY)) {
            packed.move(new PixelCopies(width, height, pending, fill));
        }
        forgetPending();
    }

    private void unpack() {
        if (inBytes) {
            packed.toPlanes(planes, channels);
            inBytes = false;
        }
    }

    private void forgetPending() {
        pending = AffineMap.IDENTITY;
        flipsAlone = true;
    }
}
