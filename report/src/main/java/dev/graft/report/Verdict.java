package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import dev.graft.result.RunFacts;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;

/**
 * The outcome in plain words.
 *
 * @param sentence the one sentence to remember
 * @param context how far to trust it
 */
record Verdict(String sentence, String context) {
    static Verdict of(TrainingResult result) {
        ShownPart shown = ShownPart.of(result);
        Evaluation e = shown.evaluation();
        if (e.images() == 0) {
            return new Verdict(
                    "No image was evaluated.",
                    "The split left neither a validation nor a test part, so nothing is known about new images.");
        }
        String kind = shown.heldOut() ? "unseen image" : "validation image";
        String sentence = Numbers.percent(e.accuracy()) + " of " + Numbers.counted(e.images(), kind)
                + (e.images() == 1 ? " was" : " were") + " classified correctly (95 % interval "
                + Numbers.percentRange(e.interval(Metric.ACCURACY)) + ").";
        String baseline = " Always answering “" + result.classNames().get(shown.mostFrequentClass())
                + "” would be right for " + Numbers.percent(shown.baseline()) + ".";
        String groups = result.byGroup()
                .flatMap(found -> found.shown(shown)
                        .map(byGroup -> " "
                                + GroupWords.accuracy(byGroup, found.choice().score())))
                .orElse("");
        return new Verdict(sentence, origin(result, shown) + baseline + groups);
    }

    private static String origin(TrainingResult result, ShownPart shown) {
        return switch (shown.kind()) {
            case TEST ->
                "Measured once, at the end, on the sealed test part, which neither trained nor chose anything.";
            case FOLD ->
                "Measured on "
                        + result.facts().flatMap(RunFacts::fold).orElseThrow().describe()
                        + ", which this training held out: it neither trained nor chose the epoch. It is no sealed test part:"
                        + " cross-validations judge by all folds together, and searches in folds choose by them.";
            case VALIDATION ->
                "Measured on the validation part, which trained nothing but chose the best epoch: on new images"
                        + " expect slightly less. There was no test part.";
        };
    }
}
