package dev.graft.report;

import dev.graft.GraftException;
import dev.graft.data.DuplicateSet;
import dev.graft.data.ForeignFormat;
import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.provenance.Provenance;
import dev.graft.train.History;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@link TrainingResult} as it lies in {@code result.json}: the same fields after a format number, an absent test
 * evaluation, chance test, comparison or format as null, and of {@linkplain ManyClasses many classes} condensed
 * predictions.
 */
record StoredResult(
        int format,
        String title,
        List<String> classNames,
        int positiveClass,
        List<PartSummary> parts,
        List<String> splitGuarantees,
        List<String> splitWarnings,
        List<UnreadableFile> unreadable,
        History history,
        Evaluation validation,
        Evaluation test,
        List<Prediction> validationPredictions,
        List<Prediction> testPredictions,
        List<String> findings,
        Provenance provenance,
        List<OperatingPoint> thresholds,
        List<DuplicateSet> duplicates,
        ChanceTest chanceTest,
        SplitComparison comparison,
        List<StoredPassedOver> passedOver) {
    /** Rises when an older Graft could no longer read the file. */
    static final int FORMAT = 1;

    /** Of many classes, whose confusion matrix and predictions are condensed. */
    static final int CONDENSED_FORMAT = 2;

    /** What lay among the images, as it is stored. */
    record StoredPassedOver(PassedOver.Kind kind, ForeignFormat format, int count, String example) {
        static StoredPassedOver of(PassedOver p) {
            return new StoredPassedOver(p.kind(), p.format().orElse(null), p.count(), p.example());
        }

        PassedOver toPassedOver() {
            return new PassedOver(kind, Optional.ofNullable(format), count, example);
        }
    }

    static StoredResult of(TrainingResult r) {
        boolean many = ManyClasses.are(r.classNames());
        return new StoredResult(
                many ? CONDENSED_FORMAT : FORMAT,
                r.title(),
                r.classNames(),
                r.positiveClass(),
                r.parts(),
                r.splitGuarantees(),
                r.splitWarnings(),
                r.unreadable(),
                r.history(),
                r.validation(),
                r.test().orElse(null),
                many ? condensed(r.validationPredictions()) : r.validationPredictions(),
                many ? condensed(r.testPredictions()) : r.testPredictions(),
                r.findings(),
                r.provenance(),
                r.thresholds(),
                r.duplicates(),
                r.chanceTest().orElse(null),
                r.comparison().orElse(null),
                r.passedOver().stream().map(StoredPassedOver::of).toList());
    }

    private static List<Prediction> condensed(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::condensed).toList();
    }

    /** @throws GraftException if its parts do not fit together */
    TrainingResult toResult() {
        expect(
                Stream.of(title, history, validation, provenance).allMatch(Objects::nonNull),
                "a title, a history, an evaluation of the validation part and a provenance");
        int classes = classNames.size();
        expect(positiveClass >= 0 && positiveClass < classes, "a positive class among the " + classes + " classes");
        expect(
                Stream.of(validation, test)
                        .filter(Objects::nonNull)
                        .allMatch(e -> e.confusion().classes() == classes
                                && e.classes().size() == classes
                                && e.intervals().classes().size() == classes),
                "figures of each of the " + classes + " classes");
        expect(
                parts.stream().allMatch(part -> part.imagesPerClass().size() == classes),
                "numbers of images of each of the " + classes + " classes");
        expect(
                Stream.of(validationPredictions, testPredictions)
                        .flatMap(List::stream)
                        .allMatch(p -> fits(p, classes)),
                "predictions of " + classes + " classes");
        return new TrainingResult(
                title,
                classNames,
                positiveClass,
                parts,
                splitGuarantees,
                splitWarnings,
                unreadable,
                history,
                validation,
                Optional.ofNullable(test),
                validationPredictions,
                testPredictions,
                findings,
                provenance,
                thresholds,
                duplicates,
                Optional.ofNullable(chanceTest),
                Optional.ofNullable(comparison),
                passedOver.stream().map(StoredPassedOver::toPassedOver).toList());
    }

    private static boolean fits(Prediction p, int classes) {
        return p.actual() >= -1
                && p.actual() < classes
                && (p.isCondensed()
                        ? p.likeliest().stream().allMatch(c -> c.classIndex() >= 0 && c.classIndex() < classes)
                        : p.probabilities().size() == classes);
    }

    private static void expect(boolean found, String what) {
        if (!found) {
            throw new GraftException("Its parts do not fit together, expected " + what + ".");
        }
    }
}
