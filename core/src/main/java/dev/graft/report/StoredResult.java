package dev.graft.report;

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
import java.util.Optional;

/**
 * A {@link TrainingResult} as it lies in {@code result.json}: the same fields after a format number, an absent test
 * evaluation, chance test, comparison or format as null.
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
        return new StoredResult(
                FORMAT,
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
                r.validationPredictions(),
                r.testPredictions(),
                r.findings(),
                r.provenance(),
                r.thresholds(),
                r.duplicates(),
                r.chanceTest().orElse(null),
                r.comparison().orElse(null),
                r.passedOver().stream().map(StoredPassedOver::of).toList());
    }

    TrainingResult toResult() {
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
}
