package dev.graft.augmentation;

import dev.graft.image.RgbImage;
import java.util.Optional;

/** Changes training images. Immutable and safe for use by several threads at a time. */
public interface ImageAugmentation {
    /** Leaves images as they are. */
    ImageAugmentation NONE = new ImageAugmentation() {
        @Override
        public RgbImage apply(RgbImage image, long seed) {
            return image;
        }

        @Override
        public String name() {
            return "none";
        }

        @Override
        public String definition() {
            return "{}";
        }

        @Override
        public boolean isIdentity() {
            return true;
        }
    };

    /**
     * A changed image of the same size.
     *
     * @param image 8-bit RGB, 0..255; not changed
     * @param seed equal seeds and images give equal results
     * @return a new image, or the given one if nothing changes it
     */
    RgbImage apply(RgbImage image, long seed);

    /** What is done to the images of one batch together, after {@link #apply}; nothing by default. */
    default Optional<ImageMixing> mixing() {
        return Optional.empty();
    }

    /** Whether it never changes anything, so that nobody needs to ask it. */
    default boolean isIdentity() {
        return false;
    }

    /** Whether it ever changes an image by itself, without others to mix it with. */
    default boolean changesImages() {
        return !isIdentity();
    }

    /** A short name for people, such as {@code mri-light}. */
    String name();

    /**
     * Everything that determines the results, as text in a form that does not change from run to run; JSON for those of
     * {@code graft-augment}. It goes into provenance, and into the keys of caches and checkpoints.
     */
    String definition();
}
