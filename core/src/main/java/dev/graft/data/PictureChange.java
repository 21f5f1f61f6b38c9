package dev.graft.data;

import dev.graft.image.RgbImage;

/** Changes pictures after they are decoded and resized, in the threads that decode. Must be safe for several threads. */
@FunctionalInterface
public interface PictureChange {
    /** Changes nothing. */
    PictureChange NONE = (position, picture) -> picture;

    /**
     * Changes one.
     *
     * @param position place of the picture in the order that the loader was given
     * @param picture must stay as it is: others may hold it too
     * @return another picture, or the same
     */
    RgbImage apply(int position, RgbImage picture);
}
