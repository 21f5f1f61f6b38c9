package dev.graft.search;

import dev.graft.metrics.SelectionFigure;

/**
 * What the winner of a search in folds is worth, corrected for having been chosen.
 *
 * @param figure of the measure's metric, in its own direction: of a log loss less is better
 * @param images how many, each predicted by a model that had not seen it
 * @param byGroup whether some of them belong together, and were drawn together
 * @param passes over the images: seeds times rounds
 * @param dropped configurations that were given up before their last fold
 */
public record SelectionVerdict(SelectionFigure figure, int images, boolean byGroup, int passes, int dropped) {}
