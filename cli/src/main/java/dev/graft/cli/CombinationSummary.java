package dev.graft.cli;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.search.Measure;
import dev.graft.search.ensemble.Soup;
import dev.graft.search.ensemble.TrialEnsemble;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What came of putting trials together, in a few lines. */
record CombinationSummary(Console console) {
    void print(TrialEnsemble ensemble, Measure measure) {
        console.line("Ensemble of " + ensemble.members().size() + " of " + ensemble.candidates() + " trials:");
        TrialNames names = TrialNames.among(ensemble.members().stream()
                .flatMap(member -> member.trial().trial().cells().stream())
                .toList());
        for (TrialEnsemble.Member member : ensemble.members()) {
            console.line(String.format(
                    Locale.ROOT,
                    "  %.3f of %s, %s",
                    member.weight(),
                    member.trial().trial().address().shortForm(),
                    names.of(member.trial().trial())));
        }
        validation(measure, ensemble.ensemble().validation(), ensemble.single().validation());
        test("the ensemble", ensemble.ensemble().test(), ensemble.single().test(), ensemble.comparison());
    }

    void print(Soup soup) {
        console.line(
                "Soup of " + soup.ingredients().size() + " of " + soup.considered() + " models of one architecture.");
        if (soup.ingredients().size() == 1) {
            console.line("No other model could be added without a worse validation part: it is the best single model.");
        }
        validation(soup.measure(), soup.validation(), soup.single());
        test("the soup", soup.test(), soup.best().test(), soup.comparison());
    }

    /** Names it where openings of the test part are noted: others of the same ledger are other looks. */
    static String name(TrialEnsemble ensemble) {
        List<String> members = ensemble.members().stream()
                .map(member -> member.trial().trial().address() + " " + member.weight())
                .toList();
        return "ensemble " + Integer.toHexString(members.hashCode()) + " of " + members.size() + " trials";
    }

    /** The same of a soup. */
    static String name(Soup soup) {
        List<String> members = soup.ingredients().stream()
                .map(ingredient -> ingredient.trial().trial().address().sha256())
                .toList();
        return "soup " + Integer.toHexString(members.hashCode()) + " of " + members.size() + " models";
    }

    private void validation(Measure measure, Evaluation together, Evaluation single) {
        console.line(String.format(
                Locale.ROOT,
                "Validation %s %s, the best single model %s. These images chose who takes part: they flatter.",
                measure.label(),
                measure.format(measure.of(together.figures())),
                measure.format(measure.of(single.figures()))));
    }

    private void test(
            String name, Optional<Evaluation> together, Optional<Evaluation> single, Optional<McNemarTest> paired) {
        if (together.isEmpty() || single.isEmpty() || paired.isEmpty()) {
            console.line("There is no test part to judge " + name + " by.");
            return;
        }
        Evaluation test = together.get();
        console.line(String.format(
                Locale.ROOT,
                "Sealed test of %s: accuracy %.1f %% (95 %% interval %.1f-%.1f %%) on %d images; the best single model"
                        + " %.1f %%.",
                name,
                100 * test.accuracy(),
                100 * test.interval(Metric.ACCURACY).low(),
                100 * test.interval(Metric.ACCURACY).high(),
                test.images(),
                100 * single.get().accuracy()));
        console.line(String.format(
                Locale.ROOT,
                "%d test images only %s gets right, %d only the single model; McNemar's exact test p = %.3f.",
                paired.get().firstOnly(),
                name,
                paired.get().secondOnly(),
                paired.get().pValue()));
    }
}
