package dev.graft.cli;

import dev.graft.progress.Progress;
import dev.graft.search.Measure;
import dev.graft.search.SearchListener;
import dev.graft.search.SearchProgress;
import dev.graft.search.Trial;
import dev.graft.search.TrialState;
import dev.graft.search.TrialStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says how far a search is: one line per trial, and a bar where there is a terminal. */
final class SearchConsole implements SearchListener {
    private final Console console;
    private final Measure measure;
    private final TrialNames names;
    private Progress.Task bar = Progress.NONE.start("", 0);

    SearchConsole(Console console, Measure measure, TrialNames names) {
        this.console = console;
        this.measure = measure;
        this.names = names;
    }

    @Override
    public void searchStarted(SearchProgress progress) {
        console.line(progress.cells() + " cells, " + progress.trials() + " different trainings; " + progress.done()
                + " are done.");
        bar = console.start("Trials", progress.trials());
        bar.advance(progress.done() + progress.failed());
    }

    @Override
    public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
        boolean over = state.status() == TrialStatus.DONE || state.status() == TrialStatus.FAILED;
        bar.advance(over ? 1 : 0);
        bar.note(String.format(
                Locale.ROOT,
                "%s%s",
                progress.best()
                        .map(best -> String.format(
                                Locale.ROOT,
                                "best %.3f",
                                measure.of(best.scores().validation())))
                        .orElse(""),
                timeLeft(progress)
                        .map(left -> ", about " + text(left) + " left")
                        .orElse("")));
        console.line(String.format(
                Locale.ROOT,
                "  %d/%d  %s  %s%s",
                progress.done() + progress.failed(),
                progress.trials(),
                outcome(state),
                names.of(trial),
                timeLeft(progress)
                        .map(left -> "  (about " + text(left) + " left)")
                        .orElse("")));
    }

    /** Less than a second is no news, and what the first of several trainings together suggests is too little. */
    private static Optional<Duration> timeLeft(SearchProgress progress) {
        return progress.timeLeft().filter(left -> left.toSeconds() > 0);
    }

    private String outcome(TrialState state) {
        if (state.status() == TrialStatus.FAILED) {
            return "failed: " + state.error().orElse("").lines().findFirst().orElse("");
        }
        String value = state.scores()
                .map(scores -> String.format(Locale.ROOT, "validation %.3f", measure.of(scores.validation())))
                .orElse("");
        return value + (state.status() == TrialStatus.DONE ? "" : " so far");
    }

    @Override
    public void searchFinished(SearchProgress progress) {
        bar.close();
    }

    private static String text(Duration left) {
        long minutes = left.toMinutes();
        if (minutes < 1) {
            return left.toSeconds() + " s";
        }
        return minutes < 60
                ? minutes + " min"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }
}
