package dev.graft.cli;

import dev.graft.data.ImageDataset;
import dev.graft.data.UnreadableFile;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.progress.Progress;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.FigureSpread;
import dev.graft.result.ShownPart;
import dev.graft.run.TransferRun;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import dev.graft.train.Phase;
import dev.graft.train.TrainingListener;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What a person sees: plain lines on standard output, and progress bars on standard error where that is a terminal.
 */
final class Console implements Progress, TrainingListener {
    private static final int UNREADABLE_SHOWN = 10;
    private static final int CLASSES_SHOWN = 20;

    private final PrintWriter out;
    private final Set<String> noted = new HashSet<>();
    private final boolean interactive = System.console() != null;

    Console(PrintWriter out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    private void line(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    void dataset(ImageDataset dataset) {
        var counts = dataset.samples().stream()
                .collect(Collectors.groupingBy(
                        s -> dataset.classNames().get(s.label()), TreeMap::new, Collectors.counting()));
        if (counts.size() <= CLASSES_SHOWN) {
            line("%d images: %s", dataset.samples().size(), counts);
        } else {
            var sizes = counts.values().stream().mapToLong(n -> n).summaryStatistics();
            line(
                    "%d images of %d classes, %s of each",
                    dataset.samples().size(),
                    counts.size(),
                    sizes.getMin() == sizes.getMax() ? sizes.getMin() : sizes.getMin() + " to " + sizes.getMax());
        }
        unreadable(dataset.unreadable());
        dataset.passedOver().forEach(kind -> line("Passed over: %s", kind.describe()));
        dataset.similarClasses().ifPresent(this::note);
    }

    /** One line for each reason, since a thousand files are mostly left out for the same one. */
    private void unreadable(List<UnreadableFile> files) {
        Map<String, List<UnreadableFile>> reasons = files.stream()
                .collect(Collectors.groupingBy(UnreadableFile::reason, LinkedHashMap::new, Collectors.toList()));
        int shown = 0;
        for (Map.Entry<String, List<UnreadableFile>> reason : reasons.entrySet()) {
            if (shown++ == UNREADABLE_SHOWN) {
                line("... and more files left out for other reasons; the report lists them.");
                return;
            }
            String first = reason.getValue().get(0).name();
            int count = reason.getValue().size();
            line("Left out: %s (%s)", count == 1 ? first : count + " files, for example " + first, reason.getKey());
        }
    }

    /** A remark, once. */
    private void note(String text) {
        if (noted.add(text)) {
            line("Note: %s", text);
        }
    }

    void summary(TransferRun run) {
        var result = run.result();
        result.splitWarnings().forEach(this::note);
        result.findings().forEach(finding -> note(finding.sentence()));
        ShownPart shown = ShownPart.of(result);
        Evaluation e = shown.evaluation();
        line(
                "%s: %s on %d images",
                heading(shown.kind()), FigureLine.of(e, result.classNames().size()), e.images());
        result.byGroup()
                .ifPresent(groups -> groups.shown(shown)
                        .ifPresent(figures -> byGroup(groups.choice().score(), figures)));
        result.chanceTest().ifPresent(test -> line(FigureLine.of(test)));
        result.comparison().ifPresent(comparison -> line(FigureLine.of(comparison)));
    }

    private static String heading(ShownPart.Kind kind) {
        return switch (kind) {
            case TEST -> "Sealed test";
            case FOLD -> "Held-out fold";
            case VALIDATION -> "Validation";
        };
    }

    /** Figures of groups. */
    void byGroup(GroupScore score, Evaluation groups) {
        line(
                "By group (%s): %s on %d groups",
                score.id(), FigureLine.of(groups, groups.classes().size()), groups.images());
    }

    void summary(CrossValidationResult result) {
        result.folds().get(0).splitWarnings().forEach(this::note);
        result.findings().forEach(finding -> note(finding.sentence()));
        FigureSpread accuracy = result.spreads().get(0);
        line(
                "Folds: accuracy %.1f %% in the mean, standard deviation %.1f points, %.1f to %.1f %%",
                100 * accuracy.mean(), 100 * accuracy.deviation(), 100 * accuracy.lowest(), 100 * accuracy.highest());
        line(
                "All images, out of fold: %s on %d images",
                FigureLine.of(
                        result.outOfFold(), result.folds().get(0).classNames().size()),
                result.outOfFold().images());
        result.byGroup().ifPresent(groups -> byGroup(GroupScore.MEAN_LOGIT, groups));
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        if (!before.isEmpty()) {
            line("Continuing from the checkpoint: %d epochs are done.", before.size());
        }
    }

    @Override
    public void trainingFinished(History history, Optional<String> stopped) {
        stopped.ifPresent(reason -> line("The training ended before its time. %s", reason));
    }

    @Override
    public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
        line("Phase %d: %s; %s", number, freeze.describe(), phase.describeUpdates());
        line("         frozen features %s", features);
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        line("%s", epoch(epoch, best));
    }

    /** What one epoch came to. */
    static String epoch(EpochRecord epoch, boolean best) {
        return String.format(
                Locale.ROOT,
                "  epoch %2d  loss %.4f  accuracy %5.1f %%   validation loss %.4f  accuracy %5.1f %%  %s",
                epoch.epoch(),
                epoch.trainLoss(),
                100 * epoch.trainAccuracy(),
                epoch.validationLoss(),
                100 * epoch.validationAccuracy(),
                best ? "*" : "");
    }

    @Override
    public Task start(String name, long total) {
        return interactive ? new Bar(name, total) : new Lines(name);
    }

    private static final class Bar implements Task {
        private final ProgressBar bar;

        Bar(String name, long total) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void advance(long steps) {
            bar.stepBy(steps);
        }

        @Override
        public void note(String text) {
            bar.setExtraMessage(text);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** For logs: one line when the work is over. */
    private final class Lines implements Task {
        private final String name;
        private final long start = System.nanoTime();
        private boolean closed;

        Lines(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                line("%s: %.1f s", name, (System.nanoTime() - start) / 1e9);
            }
        }
    }
}
