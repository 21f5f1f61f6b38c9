package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.TrialStatus;
import java.util.Locale;

/** The key figures of an experiment. */
final class ExperimentTiles {
    private final Experiment experiment;

    private ExperimentTiles(Experiment experiment) {
        this.experiment = experiment;
    }

    static String html(Experiment experiment) {
        ExperimentTiles tiles = new ExperimentTiles(experiment);
        return tiles.accuracy() + tiles.trials() + tiles.effort();
    }

    private String accuracy() {
        if (experiment.winners().isEmpty()) {
            return "";
        }
        ShownPart shown = ShownPart.of(experiment.winners().get(0).result());
        Evaluation e = shown.evaluation();
        return "<div class=\"tile wide\">\n<dt>Accuracy of the winner (" + shown.name() + ")</dt>\n<dd>"
                + Html.escape(Numbers.percent(e.accuracy())) + "</dd>\n" + AccuracyScale.html(e, shown.baseline())
                + note("95 % interval " + Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())
                        + ", most frequent class " + Numbers.percent(shown.baseline()))
                + "</div>\n";
    }

    private String trials() {
        long done = experiment.count(TrialStatus.DONE);
        long failed = experiment.count(TrialStatus.FAILED);
        int cells = experiment.result().trials().stream()
                .mapToInt(t -> t.cells().size())
                .sum();
        int all = experiment.result().trials().size();
        String note = done == all
                ? "all done"
                : Numbers.count(done) + " done" + (failed == 0 ? "" : ", " + failed + " failed");
        return tile(
                        "Trials",
                        Numbers.count(all),
                        note + (cells == all ? "" : ", for " + Numbers.counted(cells, "cell")))
                + tile(
                        "Configurations compared",
                        Numbers.count(experiment.result().ranking().size()),
                        "of "
                                + Numbers.counted(
                                        experiment.winners().size(),
                                        ExperimentValues.label(Axis.BACKBONE).toLowerCase(Locale.ROOT)));
    }

    private String effort() {
        double seconds = experiment.result().trials().stream()
                .mapToDouble(trial -> experiment.state(trial).seconds())
                .sum();
        long epochs = experiment.result().trials().stream()
                .flatMap(trial -> experiment.scores(trial).stream())
                .mapToLong(scores -> scores.course().size())
                .sum();
        return tile("Time spent on trials", Numbers.duration(seconds), Numbers.counted(epochs, "epoch"));
    }

    private static String tile(String name, String value, String note) {
        return "<div class=\"tile\">\n<dt>" + Html.escape(name) + "</dt>\n<dd>" + Html.escape(value) + "</dd>\n"
                + note(note) + "</div>\n";
    }

    private static String note(String text) {
        return "<dd class=\"note\">" + Html.escape(text) + "</dd>\n";
    }
}
