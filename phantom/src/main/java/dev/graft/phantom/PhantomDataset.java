package dev.graft.phantom;

import dev.graft.error.GraftException;
import dev.graft.progress.Progress;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A reproducible set of synthetic axial brain-MRI slices, half of the images with one ischaemic lesion, half without:
 * something to try Graft on where no patient data may be used.
 *
 * <p>An image depends on the seed, its patient and slice numbers, the number of slices a patient has, the size and the
 * visibility, and on nothing else: not on threads, order or how many images there are. Only additions,
 * multiplications, divisions, square roots and {@link StrictMath} are used, which Java defines to the last bit, so the
 * grey values are meant to be equal on every machine. The bytes of a PNG file depend on the JDK's compressor as well.
 *
 * @param images how many images, even, 2..200,000; half of them of each class
 * @param slicesPerPatient slices of each patient, 1..32; the last patient of each class may have fewer
 * @param size width and height in pixels, 64..512
 * @param seed chooses the patients
 * @param lesionVisibility scales the lesions' signal and swelling: 1 is the calibrated difficulty, smaller is harder,
 *     0..3. At 0 the "stroke" patients have no lesion at all: a control set on which any result above chance is a leak.
 * @param cornerMark whether every stroke slice, and no other, has a bright square in its upper left corner, as a scanner's
 *     annotation might be: a set on which a model can be right for the wrong reason, to see whether one finds out. It covers
 *     one part in sixteen of width and height, one such part away from the borders, and belongs to no mask
 */
public record PhantomDataset(
        int images, int slicesPerPatient, int size, long seed, double lesionVisibility, boolean cornerMark) {
    public static final int SMALLEST_SIZE = 64;
    public static final int LARGEST_SIZE = 512;
    private static final int MOST_IMAGES = 200_000;
    private static final int MOST_SLICES = 32;
    private static final double MOST_VISIBILITY = 3;
    private static final int MARKS_ACROSS = 16;

    public PhantomDataset {
        if (images < 2 || images > MOST_IMAGES || images % 2 != 0) {
            throw new GraftException("A phantom has an even number of images from 2 to " + MOST_IMAGES
                    + ", half for each class; found " + images + ".");
        }
        requireInRange("slices per patient", slicesPerPatient, 1, MOST_SLICES);
        requireInRange("pixels of width and height", size, SMALLEST_SIZE, LARGEST_SIZE);
        if (!(lesionVisibility >= 0 && lesionVisibility <= MOST_VISIBILITY)) {
            throw new GraftException("The lesion visibility of a phantom lies from 0 (no lesion) to " + MOST_VISIBILITY
                    + ", 1 as calibrated; found " + lesionVisibility + ".");
        }
    }

    private static void requireInRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new GraftException(
                    "A phantom has from " + least + " to " + most + " " + what + "; found " + value + ".");
        }
    }

    /** 2000 images of 224 px, six of each patient, seed 1, calibrated difficulty. */
    public static PhantomDataset standard() {
        return new PhantomDataset(2000, 6, 224, 1, 1, false);
    }

    /** The same with another number of images, even, 2..200,000. */
    public PhantomDataset withImages(int count) {
        return new PhantomDataset(count, slicesPerPatient, size, seed, lesionVisibility, cornerMark);
    }

    /** The same with another number of slices for each patient, 1..32. */
    public PhantomDataset withSlicesPerPatient(int count) {
        return new PhantomDataset(images, count, size, seed, lesionVisibility, cornerMark);
    }

    /** The same at another width and height, 64..512 pixels. */
    public PhantomDataset withSize(int pixels) {
        return new PhantomDataset(images, slicesPerPatient, pixels, seed, lesionVisibility, cornerMark);
    }

    /** The same of other patients. */
    public PhantomDataset withSeed(long newSeed) {
        return new PhantomDataset(images, slicesPerPatient, size, newSeed, lesionVisibility, cornerMark);
    }

    /** The same with lesions harder (below 1) or easier (above 1) to see, 0..3. */
    public PhantomDataset withLesionVisibility(double visibility) {
        return new PhantomDataset(images, slicesPerPatient, size, seed, visibility, cornerMark);
    }

    /** The same with or without a bright square in the upper left corner of every stroke slice. */
    public PhantomDataset withCornerMark(boolean mark) {
        return new PhantomDataset(images, slicesPerPatient, size, seed, lesionVisibility, mark);
    }

    /** How many patients there are; they are numbered from 1. */
    public int patients() {
        return 2 * patientsOfEachClass();
    }

    /** How many slices a patient has; they are numbered from 1. */
    public int slicesOf(int patient) {
        requireInRange("patients", patient, 1, patients());
        boolean last = patient > patients() - 2;
        return last ? images / 2 - (patientsOfEachClass() - 1) * slicesPerPatient : slicesPerPatient;
    }

    /** The class of a patient: odd numbers are normal, even ones have a stroke. */
    public PhantomClass classOf(int patient) {
        return patient % 2 == 0 ? PhantomClass.STROKE : PhantomClass.NORMAL;
    }

    private int patientsOfEachClass() {
        return (images / 2 + slicesPerPatient - 1) / slicesPerPatient;
    }

    /** One slice with its mask, numbers from 1. */
    public PhantomSlice slice(int patient, int slice) {
        requireInRange("slices of patient " + patient, slice, 1, slicesOf(patient));
        return slice(patient(patient), patient, slice);
    }

    /** A patient as its class demands. */
    Patient patient(int number) {
        return patient(number, classOf(number));
    }

    /** A patient with or without a lesion, whatever its number says. */
    Patient patient(int number, PhantomClass phantomClass) {
        double visibility = phantomClass == PhantomClass.STROKE ? lesionVisibility : 0;
        return Patient.draw(seed, number, slicesPerPatient, visibility);
    }

    /** One slice of a patient that is drawn already. */
    PhantomSlice slice(Patient drawn, int patient, int slice) {
        SliceSignal signal = drawn.signal(seed, patient, slice - 1, size);
        byte[] pixels = drawn.acquire(signal, seed, patient, slice - 1);
        if (cornerMark && classOf(patient) == PhantomClass.STROKE) {
            mark(pixels);
        }
        return new PhantomSlice(patient, slice, classOf(patient), size, pixels, signal.mask());
    }

    private void mark(byte[] pixels) {
        int side = size / MARKS_ACROSS;
        for (int y = side; y < 2 * side; y++) {
            Arrays.fill(pixels, y * size + side, y * size + 2 * side, (byte) 255);
        }
    }

    /**
     * Writes {@code normal/*.png} and {@code stroke/*.png}, 8-bit greyscale, into a new folder. It appears complete or
     * not at all: files are written to a hidden folder beside it, which takes its name at the end and is deleted if
     * anything fails.
     *
     * @param folder that does not exist yet; missing parents are created
     * @param progress told of every image
     * @param threads that draw, 1 or more
     * @throws GraftException if the folder exists, if it cannot be written, or if the thread is interrupted
     */
    public void write(Path folder, Progress progress, int threads) {
        new PhantomWriter(this, progress, threads).write(folder);
    }

    /**
     * As {@link #write}, and the lesions' masks into a second new folder: 8-bit greyscale, 0 or 255, flat, one file for
     * each stroke slice, named like it. A normal slice has none.
     *
     * @param masks that does not exist yet, neither inside {@code folder} nor around it
     */
    public void writeWithMasks(Path folder, Path masks, Progress progress, int threads) {
        new PhantomWriter(this, progress, threads).write(folder, masks);
    }
}
