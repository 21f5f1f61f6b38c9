package dev.graft.data;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps decoded pictures of one size in memory, first come, until a limit is reached: each epoch of a training asks for
 * all of them, so nothing is gained by pushing one out for another. Safe for use by several threads.
 */
public final class DecodedPictures {
    private final AtomicLong room;
    private final Map<String, RgbImage> pictures = new ConcurrentHashMap<>();

    /** @param bytes most memory, 0 or more */
    public DecodedPictures(long bytes) {
        this.room = new AtomicLong(bytes);
    }

    /** Keeps nothing. */
    public static DecodedPictures none() {
        return new DecodedPictures(0);
    }

    Optional<RgbImage> get(String contentHash) {
        return Optional.ofNullable(pictures.get(contentHash));
    }

    void offer(String contentHash, RgbImage picture) {
        long bytes = picture.pixels().length;
        if (room.addAndGet(-bytes) < 0 || pictures.putIfAbsent(contentHash, picture) != null) {
            room.addAndGet(bytes);
        }
    }
}
