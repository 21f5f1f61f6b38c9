package dev.graft.report;

import dev.graft.search.Experiment;
import dev.graft.search.TrialAddress;
import java.util.Set;

/**
 * The report of an experiment as one self-contained HTML page: charts, styles and data are inside, nothing is loaded from
 * elsewhere. What decides stands in the page itself; what one explores (all trials, learning curves, effects, costs,
 * repeats) its script draws. By one split the page shows the test part of the best configuration of each category alone, for
 * nobody shall choose among all trials by it; in folds it shows what of a winner's figure is luck.
 */
public final class ExperimentReport {
    private ExperimentReport() {}

    /**
     * Draws the page. Equal input gives equal text.
     *
     * @param pages trials that have a page of their own
     * @return the HTML text, to be stored as UTF-8
     * @throws dev.graft.error.GraftException if Chart.js is not on the class path
     */
    public static String render(Experiment experiment, Set<TrialAddress> pages) {
        ExperimentPage page = new ExperimentPage(experiment, new ExperimentValues(experiment, pages));
        return Html.of(JteexperimentGenerated::render, page);
    }
}
