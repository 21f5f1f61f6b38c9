package dev.graft.search;

import dev.graft.GraftException;
import dev.graft.augmentation.ImageAugmentation;

/** Finds augmentations by what a search space calls them. */
public interface AugmentationCatalog {
    /** The name of no augmentation, which needs no catalogue. */
    String NONE = "none";

    /** Knows no augmentation. */
    AugmentationCatalog EMPTY = name -> {
        throw new GraftException("There is no augmentation '" + name
                + "': this search has no catalogue of augmentations. Give it one, or choose " + NONE + ".");
    };

    /**
     * The augmentation of a name or file.
     *
     * @throws GraftException if there is none; says which there are
     */
    ImageAugmentation byName(String name);

    /** The same, but knowing {@link #NONE}. */
    default ImageAugmentation find(String name) {
        return name.equals(NONE) ? ImageAugmentation.NONE : byName(name);
    }
}
