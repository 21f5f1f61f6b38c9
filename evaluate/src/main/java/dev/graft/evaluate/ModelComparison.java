package dev.graft.evaluate;

import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.McNemarTest;
import java.util.Optional;

/**
 * The model against another one on the same images.
 *
 * @param other name of the other model
 * @param areas by image, the images of a group as one observation
 * @param groupAreas by group, if groups are known
 * @param calls whether one calls more images rightly; images are counted one by one, so with groups it is too sure
 */
public record ModelComparison(String other, DeLongTest areas, Optional<DeLongTest> groupAreas, McNemarTest calls) {}
