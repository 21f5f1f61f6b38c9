package dev.graft.engine.cuda.device;

import dev.graft.error.GraftException;
import java.util.Locale;

/** A device has less memory left than was asked for. */
public final class OutOfDeviceMemoryException extends GraftException {
    private static final long serialVersionUID = 1L;
    private static final double GB = 1e9;

    private final long asked;
    private final long free;
    private final long all;

    /**
     * @param asked bytes that were asked for at once
     * @param free bytes that are left
     * @param all bytes of the device
     */
    public OutOfDeviceMemoryException(long asked, long free, long all) {
        super(String.format(
                Locale.ROOT,
                "The GPU has %.2f of %.2f GB free, needed are %.2f GB more. Use a smaller network or smaller images, or end"
                        + " other programs that use the GPU.",
                free / GB,
                all / GB,
                asked / GB));
        this.asked = asked;
        this.free = free;
        this.all = all;
    }

    private OutOfDeviceMemoryException(String message, OutOfDeviceMemoryException cause) {
        super(message, cause);
        this.asked = cause.asked;
        this.free = cause.free;
        this.all = cause.all;
    }

    /** Bytes that were asked for at once. */
    public long asked() {
        return asked;
    }

    /**
     * The same, told for a batch. What a batch needs grows with its images, so that the share that is free says how many fit.
     *
     * @param images of the batch, at least 1
     * @param needed bytes that it needs
     * @param taken those of them that it had got
     */
    public OutOfDeviceMemoryException forBatch(int images, long needed, long taken) {
        long left = free + taken;
        long fitting = Math.min(images - 1L, (long) ((double) left * images / needed));
        String advice = fitting < 1
                ? "Not one image would fit: use a smaller network or smaller images, or the engine cpu."
                : "By that about " + fitting + " would fit: choose a batch of at most so many, or smaller images.";
        return new OutOfDeviceMemoryException(
                String.format(
                        Locale.ROOT,
                        "A batch of %d images needs %.2f GB on the GPU, which has %.2f of %.2f GB free. %s",
                        images,
                        needed / GB,
                        left / GB,
                        all / GB,
                        advice),
                this);
    }
}
