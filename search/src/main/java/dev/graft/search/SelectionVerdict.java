package dev.graft.search;

import dev.graft.metrics.SelectionFigure;

/**
 * What the winner of a search in folds is worth, corrected for having been chosen.
 *
 * @param figure of the measure's metric, in its own direction: of a log loss less is better
 * @param images how many, each predicted by a model that had not seen it
 * @param byGroup whether some of them belong together, and were drawn together
 * @param counted what the figure counts
 * @param passes over the images: seeds times rounds
 * @param dropped configurations that were given up before their last fold
 */
public record SelectionVerdict(
        SelectionFigure figure, int images, boolean byGroup, Unit counted, int passes, int dropped) {
    /** What is right or wrong, and counts once. */
    public enum Unit {
        /** Each image. */
        IMAGE("image"),
        /**
         * Each group, a patient say, by the mean log odds of its images. So it is where every image has a group and no group has
         * images of two classes.
         */
        GROUP("group");

        private final String id;

        Unit(String id) {
            this.id = id;
        }

        /** In files and before people: {@code image}. */
        public String id() {
            return id;
        }
    }

    /** How many images or groups the figure is of. */
    public int count() {
        return counted == Unit.GROUP ? figure.units() : images;
    }
}
