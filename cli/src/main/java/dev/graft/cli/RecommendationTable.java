package dev.graft.cli;

import dev.graft.metrics.Interval;
import dev.graft.recommend.Cut;
import dev.graft.recommend.Network;
import dev.graft.recommend.RankedCandidate;
import dev.graft.recommend.RankedCandidate.Estimate;
import dev.graft.recommend.Recommendation;
import dev.graft.recommend.RecommendationFiles;
import dev.graft.result.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A recommendation on the console. */
final class RecommendationTable {
    private static final String ROW = "%-2s %-44s %-24s %5s  %-22s %-20s %6s %6s %6s %7s %7s %8s";

    private final Console console;

    RecommendationTable(Console console) {
        this.console = console;
    }

    void print(Recommendation found, Path folder) {
        console.line(String.format(
                Locale.ROOT,
                "%d images of %d groups; %d of the test part are left alone. Always the most frequent class: %.1f %%.",
                found.images(),
                found.units(),
                found.sealed(),
                100 * found.chance()));
        found.options()
                .shuffle()
                .ifPresent(seed -> console.line("Labels were exchanged between groups, seed " + seed
                        + ": the intervals should hold the share of the most frequent class or lie below it."));
        console.line(row(List.of(
                "",
                "network",
                "cut",
                "width",
                "accuracy",
                "to the best, points",
                "loss",
                "AUC",
                "kNN",
                "H",
                "LogME",
                "trained")));
        found.ranking().forEach(each -> console.line(row(each)));
        if (found.ranking().stream().anyMatch(RankedCandidate::clearlyWorse)) {
            console.line("- clearly worse than the best: the interval of the difference lies below 0");
        }
        found.agreement()
                .forEach((column, tau) -> console.line(String.format(
                        Locale.ROOT,
                        "Kendall's tau of %s with trained accuracy: %.2f over %d candidates",
                        column,
                        tau.value(),
                        tau.pairs())));
        leftOut(found);
        console.line("Result: " + folder.resolve(RecommendationFiles.RESULT));
        console.line("Space to search: " + folder.resolve(RecommendationFiles.SPACE) + " ("
                + Numbers.counted(found.proposals().size(), "network") + "), for graft grid --space");
    }

    private void leftOut(Recommendation found) {
        if (!found.leftOut().isEmpty()) {
            console.line("Left out, as their weights are not on this machine: " + String.join(", ", found.leftOut())
                    + ". graft weights ID downloads them.");
        }
        if (!found.withoutWeights().isEmpty()) {
            console.line("Without published weights: " + String.join(", ", found.withoutWeights())
                    + ". Give a file or random with --weights.");
        }
    }

    private static String row(RankedCandidate each) {
        Network network = each.candidate().network();
        Cut cut = each.candidate().cut();
        return row(List.of(
                each.clearlyWorse() ? "-" : "",
                network.describe(),
                cut.layer(),
                String.valueOf(cut.channels()),
                number(1, 100 * each.accuracy().value()) + " %"
                        + interval(1, 100, each.accuracy().interval()),
                each.toBest().interval().known()
                        ? number(1, 100 * each.toBest().value())
                                + interval(1, 100, each.toBest().interval())
                        : number(1, 100 * each.toBest().value()),
                number(3, each.logLoss().value()),
                each.rocAuc().map(Estimate::value).map(area -> number(3, area)).orElse(""),
                number(1, 100 * each.neighbours()),
                number(3, each.hScore()),
                number(3, each.logMe()),
                each.trained().map(accuracy -> number(1, 100 * accuracy) + " %").orElse("")));
    }

    private static String row(List<String> cells) {
        return String.format(Locale.ROOT, ROW, cells.toArray()).stripTrailing();
    }

    private static String interval(int digits, double factor, Interval interval) {
        return interval.known()
                ? " (" + number(digits, factor * interval.low()) + " to " + number(digits, factor * interval.high())
                        + ")"
                : "";
    }

    private static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
