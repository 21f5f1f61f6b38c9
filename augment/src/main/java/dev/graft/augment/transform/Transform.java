package dev.graft.augment.transform;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.augment.picture.Picture;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One kind of random change. A record whose components are its settings: they are its JSON form, beside its name in {@code
 * transform}. Immutable and safe for use by several threads.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "transform")
public interface Transform {
    /**
     * Changes a picture, within 0..255. Width, height and number of channels stay.
     *
     * @param random the only source of chance: equal generators and pictures give equal results
     */
    void apply(Picture picture, RandomGenerator random);

    /**
     * The same change, weaker or stronger.
     *
     * @param strength 0 never changes a picture, 1 is this transform, more is stronger as far as that is possible
     * @throws dev.graft.error.GraftException if it is negative, infinite or NaN
     */
    Transform scaled(double strength);

    /** The transforms that this one is put together from; itself if it is not. */
    default List<Transform> parts() {
        return List.of(this);
    }
}
