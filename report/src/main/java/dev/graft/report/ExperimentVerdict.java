package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.CutShort;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.TestVerdict;
import dev.graft.search.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The outcome of an experiment in plain words.
 *
 * @param sentence the one sentence to remember
 * @param context how the winner was found and how far its lead can be trusted
 */
record ExperimentVerdict(String sentence, List<String> context) {
    /** The usual convention; the probability itself stands beside it. */
    private static final double SIGNIFICANT = 0.05;

    static ExperimentVerdict of(Experiment experiment, ExperimentValues values) {
        ExperimentVerdict found = found(experiment, values);
        return experiment.result().cutShort().map(found::cutShort).orElse(found);
    }

    /** The same, beginning with why there is not more. */
    private ExperimentVerdict cutShort(CutShort cut) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The search was cut short when its time was over: " + Numbers.count(cut.done())
                + " of at most " + Numbers.counted(cut.planned(), "trial")
                + (cut.done() == 1 ? " is" : " are") + " done. The same call goes on.");
        sentences.addAll(context);
        return new ExperimentVerdict(sentence, sentences);
    }

    private static ExperimentVerdict found(Experiment experiment, ExperimentValues values) {
        if (experiment.winners().isEmpty()) {
            return new ExperimentVerdict(
                    "No trial has a result yet.",
                    List.of("Of " + Numbers.counted(experiment.result().trials().size(), "trial")
                            + " none came to a result: " + Numbers.count(experiment.count(TrialStatus.FAILED))
                            + " failed."));
        }
        Optional<FoldVerdict> folds =
                experiment.result().folds().map(plan -> new FoldVerdict(experiment, values, plan));
        if (folds.isPresent()) {
            return new ExperimentVerdict(folds.get().sentence(), folds.get().context());
        }
        Writer writer = new Writer(experiment, values);
        return new ExperimentVerdict(writer.sentence(), writer.context());
    }

    /** A probability; tiny ones as a bound, for their digits mean nothing. */
    static String probability(double p) {
        return p < 0.001 ? "below 0.001" : String.format(Locale.ROOT, p < 0.1 ? "%.3f" : "%.2f", p);
    }

    private static final class Writer {
        private final Experiment experiment;
        private final ExperimentValues values;
        private final ConfigurationResult winner;
        private final ShownPart shown;
        private final Measure measure;

        Writer(Experiment experiment, ExperimentValues values) {
            this.experiment = experiment;
            this.values = values;
            this.measure = experiment.result().measure();
            this.winner = experiment
                    .result()
                    .ranking()
                    .get(experiment.winners().get(0).rank());
            this.shown = ShownPart.of(experiment.winners().get(0).result());
        }

        String sentence() {
            Evaluation e = shown.evaluation();
            String kind = shown.heldOut() ? "unseen image" : "validation image";
            String start = ExperimentValues.category(experiment.chosen(winner).trial()) + " won with "
                    + Numbers.percent(e.accuracy())
                    + " of " + Numbers.counted(e.images(), kind) + " right (95 % interval "
                    + Numbers.percentRange(e.interval(Metric.ACCURACY)) + ")";
            String groups = experiment
                    .winners()
                    .get(0)
                    .byGroup()
                    .map(byGroup -> " and " + Numbers.percent(byGroup.accuracy()) + " of "
                            + Numbers.counted(byGroup.images(), "group") + " ("
                            + Numbers.percentRange(byGroup.interval(Metric.ACCURACY)) + ")")
                    .orElse("");
            return start + groups + lead() + ".";
        }

        private String lead() {
            if (experiment.comparison().isEmpty()) {
                return shown.heldOut() ? "" : ", by which it was chosen";
            }
            PairedComparison paired = experiment.comparison().get().comparison().orElseThrow();
            McNemarTest test = paired.test();
            String same = "; on the same " + paired.counted().id() + "s ";
            boolean clear = test.pValue() < SIGNIFICANT;
            if (test.firstOnly() > test.secondOnly()) {
                return clear
                        ? "; its lead over the runner-up is unlikely to be luck"
                        : "; its lead over the runner-up may be luck";
            }
            if (test.firstOnly() == test.secondOnly()) {
                return same + "the runner-up is as good";
            }
            return same + (clear ? "the runner-up is better" : "it does not lead");
        }

        List<String> context() {
            List<String> sentences = new ArrayList<>();
            String variant = values.variant(experiment.chosen(winner).trial());
            if (!variant.isEmpty()) {
                sentences.add("Settings of the winner: " + variant + ".");
            }
            sentences.add(choice());
            experiment.comparison().ifPresent(second -> sentences.add(comparison(second)));
            if (!shown.heldOut()) {
                sentences.add(
                        "There was no test part. The best of many looks better on the images that chose it than on"
                                + " new ones: expect less.");
            }
            if (experiment.result().ranking().size() > 1) {
                sentences.add(nearlyAsGood());
            }
            return sentences;
        }

        private String choice() {
            String repeats = winner.repeats().size() == 1
                    ? "the validation " + measure.label()
                    : "the mean validation " + measure.label() + " of its "
                            + Numbers.counted(winner.repeats().size(), "repeat");
            return "It was chosen by " + repeats + ", " + measure.format(winner.mean()) + ", among "
                    + Numbers.counted(experiment.result().ranking().size(), "configuration") + " in "
                    + Numbers.counted(experiment.result().trials().size(), "trial")
                    + ". The more are compared, the more of the best"
                    + " validation figure is luck"
                    + (shown.heldOut() ? "; the test part took no part in the choice." : ".");
        }

        private String comparison(TestVerdict verdict) {
            Figures second = verdict.runnerUpScores().orElseThrow();
            ConfigurationResult configuration = experiment.result().ranking().get(1);
            PairedComparison paired = verdict.comparison().orElseThrow();
            McNemarTest test = paired.test();
            String p = probability(test.pValue());
            return "The runner-up ("
                    + values.describe(experiment.chosen(configuration).trial()) + ") was "
                    + measure.formatDifference(winner.mean() - configuration.mean())
                    + measure.differenceUnit()
                    + " behind on the validation part and has " + Numbers.percent(second.accuracy())
                    + " of the test images right (" + Numbers.percentRange(second.interval(Metric.ACCURACY))
                    + "): " + Numbers.counted(test.firstOnly(), paired.counted().id()) + " only the winner got right, "
                    + Numbers.count(test.secondOnly()) + " only the runner-up. If both were equally good, a difference"
                    + " at least as large would come about with probability " + p + " (McNemar's exact test).";
        }

        private String nearlyAsGood() {
            Figures best = experiment.chosen(winner).scores().validation();
            long near = experiment.result().ranking().stream()
                    .filter(other -> other != winner
                            && accuracy(other) >= best.interval(Metric.ACCURACY).low())
                    .count();
            return "On the validation part " + (near == 0 ? "none" : Numbers.count(near)) + " of the other "
                    + Numbers.counted(experiment.result().ranking().size() - 1L, "configuration")
                    + (near == 1 || near == 0 ? " reaches" : " reach")
                    + " into the 95 % interval of the winner's accuracy ("
                    + Numbers.percentRange(best.interval(Metric.ACCURACY)) + ")"
                    + (near == 0
                            ? "."
                            : ": from " + (near == 1 ? "it" : "these")
                                    + " the validation part does not clearly set the winner apart.");
        }

        private double accuracy(ConfigurationResult configuration) {
            return configuration.repeats().stream()
                    .mapToDouble(repeat -> repeat.scores().validation().accuracy())
                    .average()
                    .orElse(Double.NaN);
        }
    }
}
