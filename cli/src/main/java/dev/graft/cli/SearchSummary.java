package dev.graft.cli;

import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionFigure;
import dev.graft.result.Numbers;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Measure;
import dev.graft.search.NestedVerdict;
import dev.graft.search.SearchResult;
import dev.graft.search.SelectionVerdict;
import dev.graft.search.TestVerdict;
import dev.graft.search.TrialStatus;
import java.util.List;
import java.util.Locale;

/** What a search found, in a few lines. */
record SearchSummary(Console console) {
    private static final int SHOWN = 5;

    void print(SearchResult result) {
        result.cutShort()
                .ifPresent(cut -> console.line("The time is over: " + cut.done() + " of at most " + cut.planned()
                        + " trainings are done, " + count(result, TrialStatus.PAUSED)
                        + " are paused. The same call goes on."));
        List<ConfigurationResult> ranking = result.ranking();
        if (ranking.isEmpty()) {
            console.line("No trial has a result.");
            return;
        }
        console.line("Best of " + result.compared() + " configurations "
                + result.selection()
                        .map(selection -> "on " + selection.counted().id() + "s they had not seen:")
                        .orElse("on the validation part:"));
        TrialNames names = TrialNames.among(result.trials().stream()
                .flatMap(trial -> trial.cells().stream())
                .toList());
        for (int i = 0; i < Math.min(SHOWN, ranking.size()); i++) {
            ConfigurationResult configuration = ranking.get(i);
            console.line(String.format(
                    Locale.ROOT,
                    "  %d. %.3f %s %s",
                    i + 1,
                    configuration.mean(),
                    Double.isNaN(configuration.deviation())
                            ? ""
                            : String.format(Locale.ROOT, "± %.3f", configuration.deviation()),
                    names.ofConfiguration(configuration.repeats().get(0).trial())));
        }
        result.verdict().ifPresent(this::verdict);
        result.selection().ifPresent(selection -> selection(result.measure(), selection));
        if (!result.failed().isEmpty()) {
            console.line(result.failed().size() + " trials failed, the first: "
                    + result.failed().get(0).error().lines().findFirst().orElse(""));
        }
    }

    private static long count(SearchResult result, TrialStatus status) {
        return result.states().values().stream()
                .filter(state -> state.status() == status)
                .count();
    }

    private void verdict(TestVerdict verdict) {
        Figures scores = verdict.scores();
        console.line(String.format(
                Locale.ROOT,
                "Sealed test of the first: accuracy %.1f %% (95 %% interval %.1f-%.1f %%), ROC-AUC %.3f on %d images",
                100 * scores.accuracy(),
                100 * scores.interval(Metric.ACCURACY).low(),
                100 * scores.interval(Metric.ACCURACY).high(),
                scores.value(Metric.ROC_AUC),
                scores.images()));
        verdict.byGroup()
                .ifPresent(groups ->
                        console.byGroup(groups.choice().score(), groups.test().orElseThrow()));
    }

    private void selection(Measure measure, SelectionVerdict verdict) {
        SelectionFigure figure = verdict.figure();
        console.line(String.format(
                Locale.ROOT,
                "Corrected for having been chosen, the %s of the first%s is %s (95 %% interval %s to %s over %d %s); the same one is"
                        + " chosen in %.0f %% of draws.",
                name(measure),
                verdict.counted() == SelectionVerdict.Unit.GROUP ? " by group" : "",
                Numbers.text(measure.metric(), figure.corrected()),
                Numbers.text(measure.metric(), figure.interval().low()),
                Numbers.text(measure.metric(), figure.interval().high()),
                figure.units(),
                verdict.byGroup() ? "groups" : "images",
                100 * figure.stability()));
        if (verdict.dropped() > 0) {
            console.line(verdict.dropped() + " configurations were given up before their last fold.");
        }
    }

    /** Inside a sentence: abbreviations as they are. */
    private static String name(Measure measure) {
        String title = measure.metric().title();
        return Character.isLowerCase(title.charAt(1))
                ? title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1)
                : title;
    }

    /** @param judged by images that took no part in any choice */
    void nested(Measure measure, NestedVerdict judged) {
        Figures.Estimate estimate = judged.evaluation().figures().estimate(measure.metric());
        console.line(String.format(
                Locale.ROOT,
                "Nested, the %s of what such a search finds is %s (95 %% interval %s to %s), by %d %ss that took no part in it.",
                name(measure),
                Numbers.text(measure.metric(), estimate.value()),
                Numbers.text(measure.metric(), estimate.interval().low()),
                Numbers.text(measure.metric(), estimate.interval().high()),
                judged.evaluation().images(),
                judged.counted().id()));
    }
}
