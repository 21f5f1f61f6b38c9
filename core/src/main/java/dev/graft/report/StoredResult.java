package dev.graft.report;

import dev.graft.data.DuplicateSet;
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
 * evaluation, chance test or comparison as null.
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
        SplitComparison comparison) {
    /** Rises when an older Graft could no longer read the file. */
    static final int FORMAT = 1;

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
                r.comparison().orElse(null));
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
                Optional.ofNullable(comparison));
    }
}
