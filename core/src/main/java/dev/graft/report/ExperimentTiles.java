package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import java.util.Locale;

/** The key figures of an experiment. */
final class ExperimentTiles {
    private final ExperimentSummary summary;

    private ExperimentTiles(ExperimentSummary summary) {
        this.summary = summary;
    }

    static String html(ExperimentSummary summary) {
        ExperimentTiles tiles = new ExperimentTiles(summary);
        return tiles.accuracy() + tiles.trials() + tiles.effort();
    }

    private String accuracy() {
        if (summary.winners().isEmpty()) {
            return "";
        }
        ShownPart shown = ShownPart.of(summary.winners().get(0).result());
        Evaluation e = shown.evaluation();
        return "<div class=\"tile wide\">\n<dt>Accuracy of the winner (" + shown.name() + ")</dt>\n<dd>"
                + Html.escape(Numbers.percent(e.accuracy())) + "</dd>\n" + AccuracyScale.html(e, shown.baseline())
                + note("95 % interval " + Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())
                        + ", most frequent class " + Numbers.percent(shown.baseline()))
                + "</div>\n";
    }

    private String trials() {
        long done = summary.count(ExperimentTrial.Status.DONE);
        long failed = summary.count(ExperimentTrial.Status.FAILED);
        int cells = summary.trials().stream().mapToInt(t -> t.cells().size()).sum();
        int all = summary.trials().size();
        String note = done == all
                ? "all done"
                : Numbers.count(done) + " done" + (failed == 0 ? "" : ", " + failed + " failed");
        return tile(
                        "Trials",
                        Numbers.count(all),
                        note + (cells == all ? "" : ", for " + Numbers.counted(cells, "cell")))
                + tile(
                        "Configurations compared",
                        Numbers.count(summary.ranking().size()),
                        "of "
                                + Numbers.counted(
                                        summary.winners().size(),
                                        summary.axes().get(0).label().toLowerCase(Locale.ROOT)));
    }

    private String effort() {
        double seconds =
                summary.trials().stream().mapToDouble(ExperimentTrial::seconds).sum();
        long epochs = summary.trials().stream()
                .flatMap(trial -> trial.scores().stream())
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
