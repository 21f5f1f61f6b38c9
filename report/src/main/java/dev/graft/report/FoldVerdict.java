package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Experiment;
import dev.graft.search.FoldPlan;
import dev.graft.search.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outcome of a search in folds in plain words: what the winner's figure is, and what it is worth. */
final class FoldVerdict {
    private final Experiment experiment;
    private final ExperimentValues values;
    private final FoldPlan plan;
    private final Optional<LuckSection> luck;
    private final ConfigurationResult winner;
    private final Measure measure;

    /** @param experiment with a winner */
    FoldVerdict(Experiment experiment, ExperimentValues values, FoldPlan plan) {
        this.experiment = experiment;
        this.values = values;
        this.plan = plan;
        this.luck = LuckSection.of(experiment);
        this.winner =
                experiment.result().ranking().get(experiment.winners().get(0).rank());
        this.measure = experiment.result().measure();
    }

    String sentence() {
        String name = ExperimentValues.category(experiment.chosen(winner).trial());
        return luck.map(section ->
                        name + " won with " + unseen(value(winner.mean()), section.counted()) + " " + worth(section))
                .orElseGet(() -> "No configuration has all its folds. " + name + " leads with "
                        + leads(WinnerPart.of(experiment.winners().get(0))
                                .part()
                                .evaluation()));
    }

    /** Of what it has by now, image by image. */
    private String leads(Evaluation all) {
        return unseen(all.value(measure.metric()), Numbers.counted(all.images(), "image"));
    }

    /** In the metric's own direction. */
    private double value(double mean) {
        return measure.metric().lowerIsBetter() ? -mean : mean;
    }

    private String unseen(double value, String counted) {
        String figure = Numbers.text(measure.metric(), value);
        return (measure.metric() == Metric.ACCURACY
                        ? figure + " of " + counted + " right"
                        : measure.metric().title() + " " + figure + " on " + counted)
                + ", each judged by a model that had not seen it.";
    }

    private static String worth(LuckSection luck) {
        String known = luck.corrected() + " (95 % interval " + luck.interval() + " over " + luck.units() + ").";
        if (luck.choices() == 1) {
            return "There was no other to choose: on new " + luck.kind() + "s expect " + known;
        }
        String chosen = "Chosen among " + Numbers.count(luck.choices()) + " configurations, ";
        if (Double.isNaN(luck.gain())) {
            return chosen + "that figure is too good; of so few " + luck.kind() + "s nobody can say by how much.";
        }
        return chosen + (luck.gain() > 0 ? "that figure is too good; " : "") + "what such a choice is worth is "
                + known;
    }

    List<String> context() {
        List<String> sentences = new ArrayList<>();
        String variant = values.variant(experiment.chosen(winner).trial());
        if (!variant.isEmpty()) {
            sentences.add((luck.isPresent() ? "Settings of the winner: " : "Its settings: ") + variant + ".");
        }
        sentences.add(choice());
        luck.flatMap(this::runnerUp).ifPresent(sentences::add);
        sentences.add("No part of the images was sealed: "
                + (luck.isPresent()
                        ? "all took part in the choice. What that adds to the winner's figure is what the correction takes off."
                        : "the best of many looks better on the images that chose it than on new ones. Expect less."));
        return sentences;
    }

    private String choice() {
        int passes = luck.map(section -> section.verdict().passes()).orElse(1);
        int others = luck.map(LuckSection::others).orElse(0);
        int givenUp = experiment.result().givenUp().size();
        return "Every configuration is trained on the same " + new FoldWords(plan).all()
                + (luck.isPresent() ? ". It was chosen by the " : ". It is ahead by the ")
                + measure.label() + " of all folds together"
                + luck.filter(LuckSection::byGroup)
                        .map(section -> " by group, each judged by " + GroupWords.score(GroupScore.MEAN_LOGIT))
                        .orElse("")
                + (passes == 1 ? "" : ", in the mean over " + passes + " passes")
                + ", among "
                + Numbers.counted(
                        luck.map(LuckSection::choices)
                                .orElse(experiment.result().ranking().size()),
                        "configuration")
                + "."
                + (givenUp == 0
                        ? ""
                        : " " + Numbers.count(givenUp) + " of them" + (givenUp == 1 ? " was" : " were")
                                + " given up before the last fold, as unlikely to be as good as the best.")
                + (others == 0
                        ? ""
                        : " " + Numbers.count(others) + (others == 1 ? " more lacks" : " more lack")
                                + " a fold and took no part.");
    }

    private Optional<String> runnerUp(LuckSection luck) {
        return luck.complete().stream()
                .skip(1)
                .findFirst()
                .map(second -> "The runner-up ("
                        + values.describe(experiment.chosen(second).trial()) + ") is "
                        + measure.formatDifference(winner.mean() - second.mean()) + measure.differenceUnit()
                        + " behind. On " + luck.kind() + "s drawn anew the winner is chosen again in "
                        + luck.stability()
                        + " of draws: the fewer, the more the choice itself is luck.");
    }
}
