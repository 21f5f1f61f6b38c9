package dev.graft.report;

import dev.graft.result.ShownPart;
import dev.graft.search.Experiment;

/**
 * The images that the page judges a winner by.
 *
 * @param name of them, before a noun
 * @param part what came of them
 */
record WinnerPart(String name, ShownPart part) {
    /** All folds together where there are some, else the test part, else the validation part. */
    static WinnerPart of(Experiment.Winner winner) {
        return winner.outOfFold()
                .map(all -> new WinnerPart("out-of-fold", new ShownPart(ShownPart.Kind.FOLD, all)))
                .orElseGet(() -> {
                    ShownPart part = ShownPart.of(winner.result());
                    return new WinnerPart(part.name(), part);
                });
    }
}
