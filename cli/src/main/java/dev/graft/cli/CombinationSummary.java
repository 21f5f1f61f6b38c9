package dev.graft.cli;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.result.GroupedResult;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.SelectionVerdict.Unit;
import dev.graft.search.ensemble.Judgement;
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
        validation(measure, ensemble.ensemble(), ensemble.single());
        test("the ensemble", ensemble.ensemble(), ensemble.single(), ensemble.comparison());
    }

    void print(Soup soup) {
        console.line(
                "Soup of " + soup.ingredients().size() + " of " + soup.considered() + " models of one architecture.");
        if (soup.ingredients().size() == 1) {
            console.line("No other model could be added without a worse validation part: it is the best single model.");
        }
        validation(soup.measure(), soup.soup(), soup.single());
        test("the soup", soup.soup(), soup.single(), soup.comparison());
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

    private void validation(Measure measure, Judgement together, Judgement single) {
        console.line(String.format(
                Locale.ROOT,
                "Validation %s %s, the best single model %s. These images chose who takes part: they flatter.",
                measure.label(),
                measure.format(measure.of(together.validation().figures())),
                measure.format(measure.of(single.validation().figures()))));
    }

    private void test(String name, Judgement together, Judgement single, Optional<PairedComparison> paired) {
        if (together.test().isEmpty() || single.test().isEmpty() || paired.isEmpty()) {
            console.line("There is no test part to judge " + name + " by.");
            return;
        }
        console.line("Sealed test of " + name + ": "
                + accuracies(together.test().get(), single.test().get(), Unit.IMAGE));
        if (together.testByGroup().isPresent() && single.testByGroup().isPresent()) {
            console.line("By group (" + GroupedResult.score(together.byGroup()).id() + "): "
                    + accuracies(
                            together.testByGroup().get(), single.testByGroup().get(), Unit.GROUP));
        }
        McNemarTest test = paired.get().test();
        console.line(String.format(
                Locale.ROOT,
                "%d test %ss only %s gets right, %d only the single model; McNemar's exact test p = %.3f.",
                test.firstOnly(),
                paired.get().counted().id(),
                name,
                test.secondOnly(),
                test.pValue()));
    }

    private static String accuracies(Evaluation together, Evaluation single, Unit counted) {
        return String.format(
                Locale.ROOT,
                "accuracy %.1f %% (95 %% interval %.1f-%.1f %%) on %d %ss; the best single model %.1f %%.",
                100 * together.accuracy(),
                100 * together.interval(Metric.ACCURACY).low(),
                100 * together.interval(Metric.ACCURACY).high(),
                together.images(),
                counted.id(),
                100 * single.accuracy());
    }
}
