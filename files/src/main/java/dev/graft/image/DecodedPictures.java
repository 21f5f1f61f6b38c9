package dev.graft.image;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps decoded pictures of one size in memory, first come, until a limit is reached: each epoch of a training asks for
 * all of them, so nothing is gained by pushing one out for another. Safe for use by several threads.
 */
public final class DecodedPictures {
    private final int width;
    private final int height;
    private final AtomicLong limit;
    private final AtomicLong room;
    private final Map<String, RgbImage> pictures = new ConcurrentHashMap<>();

    /**
     * Resized with {@link Interpolation#BILINEAR}.
     *
     * @param width of the pictures in pixels
     * @param height of the pictures in pixels
     * @param bytes most memory, 0 or more
     */
    public DecodedPictures(int width, int height, long bytes) {
        this.width = width;
        this.height = height;
        this.limit = new AtomicLong(bytes);
        this.room = new AtomicLong(bytes);
    }

    /** Keeps nothing. */
    public static DecodedPictures none() {
        return new DecodedPictures(1, 1, 0);
    }

    /**
     * Sets another limit; pictures beyond it are forgotten. Not while pictures are being read.
     *
     * @param bytes most memory, 0 or more
     */
    public void limit(long bytes) {
        room.addAndGet(bytes - limit.getAndSet(bytes));
        Iterator<RgbImage> kept = pictures.values().iterator();
        while (room.get() < 0 && kept.hasNext()) {
            room.addAndGet(kept.next().pixels().length);
            kept.remove();
        }
    }

    /** Whether the pictures have this size. */
    public boolean areOf(int expectedWidth, int expectedHeight) {
        return width == expectedWidth && height == expectedHeight;
    }

    /** Another way to get such a picture, while a file is decoded for another reason; empty if there is no room for it. */
    Optional<ResizedPicture.To> resizing() {
        boolean fits = room.get() >= 3L * width * height;
        return fits
                ? Optional.of(new ResizedPicture.To(new Resampling(Interpolation.BILINEAR), width, height))
                : Optional.empty();
    }

    /** What the pictures take at present. */
    public long bytes() {
        return limit.get() - room.get();
    }

    /**
     * A picture that is kept.
     *
     * @param contentHash SHA-256 of its file
     */
    public Optional<RgbImage> get(String contentHash) {
        return Optional.ofNullable(pictures.get(contentHash));
    }

    /**
     * Keeps a picture if there is room for it.
     *
     * @param contentHash SHA-256 of its file
     * @param picture of this size
     */
    public void offer(String contentHash, RgbImage picture) {
        long bytes = picture.pixels().length;
        if (room.addAndGet(-bytes) < 0 || pictures.putIfAbsent(contentHash, picture) != null) {
            room.addAndGet(bytes);
        }
    }
}
