package dev.graft.augmentation;

import dev.graft.error.GraftException;
import dev.graft.io.Services;

/** Finds augmentations by what settings and search spaces call them. */
public interface AugmentationCatalog {
    /** The name of no augmentation, which needs no catalogue. */
    String NONE = "none";

    /** Knows no augmentation. */
    AugmentationCatalog EMPTY = name -> {
        throw new GraftException("There is no augmentation '" + name
                + "': no catalogue of augmentations is at hand. Add graft-augment to the class path, or choose " + NONE
                + ".");
    };

    /** The one on the class path, which graft-augment brings; else {@link #EMPTY}. */
    static AugmentationCatalog installed() {
        return Services.found(AugmentationCatalog.class, catalog -> {}).stream()
                .findFirst()
                .orElse(EMPTY);
    }

    /**
     * The augmentation of a name or file.
     *
     * @throws GraftException if there is none; says which there are
     */
    ImageAugmentation byName(String name);

    /**
     * The augmentation of a name or file, changed.
     *
     * @param strength weaker or stronger than it is, 1 for neither
     * @param mixing how the images of a batch are mixed, such as {@code mixup:0.4}; {@link #NONE} for not at all
     * @throws GraftException if this catalogue cannot change it
     */
    default ImageAugmentation changed(String name, double strength, String mixing) {
        throw new GraftException("Found a strength of " + strength + " and the mixing '" + mixing
                + "' for the augmentation '" + name + "', which the catalogue at hand cannot change. Expected 1 and "
                + NONE + ".");
    }

    /**
     * The augmentation that wrote a definition.
     *
     * @param definition {@link ImageAugmentation#definition()} as a model file keeps it
     * @throws GraftException if this catalogue cannot read it
     */
    default ImageAugmentation defined(String definition) {
        throw new GraftException("Found the definition of an augmentation, which no catalogue at hand can read. Add"
                + " graft-augment to the class path.");
    }

    /** An augmentation, changed or as it is, or {@link #NONE}. */
    default ImageAugmentation find(String name, double strength, String mixing) {
        if (strength != 1 || !mixing.equals(NONE)) {
            return changed(name, strength, mixing);
        }
        return name.equals(NONE) ? ImageAugmentation.NONE : byName(name);
    }
}
