package dev.graft.report;

import dev.graft.data.DuplicateSet;
import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.provenance.Provenance;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One finished training, as the report shows it and {@code result.json} stores it.
 *
 * @param title headline, for example {@code efficientnet-b0 on phantom}
 * @param classNames in order of their index
 * @param positiveClass index of the class whose detection sensitivity and ROC describe (two-class tasks)
 * @param parts train, validation and test part, in this order; an empty test part is left out
 * @param splitGuarantees what the split guards against
 * @param splitWarnings what it could not guard against
 * @param unreadable files that were left out
 * @param history epoch by epoch; of all phases in order
 * @param validation evaluation on the validation part, which also chose the epoch
 * @param test evaluation on the sealed test part, made once at the end
 * @param validationPredictions one per validation image; condensed if it was read from a file of more than 20 classes
 * @param testPredictions likewise one per test image; empty without a test part
 * @param findings plain sentences about what is remarkable: collapsed, overfitted, few images, ...
 * @param provenance all that determined the run
 * @param thresholds chosen on the validation part and applied to the test part; may be empty
 * @param duplicates images that the split kept together because they are equal or look alike
 * @param chanceTest a training on shuffled labels, if one was made
 * @param comparison with a training on a split image by image, if one was made
 * @param passedOver what lay among the images and is none, counted by kind
 */
public record TrainingResult(
        String title,
        List<String> classNames,
        int positiveClass,
        List<PartSummary> parts,
        List<String> splitGuarantees,
        List<String> splitWarnings,
        List<UnreadableFile> unreadable,
        History history,
        Evaluation validation,
        Optional<Evaluation> test,
        List<Prediction> validationPredictions,
        List<Prediction> testPredictions,
        List<String> findings,
        Provenance provenance,
        List<OperatingPoint> thresholds,
        List<DuplicateSet> duplicates,
        Optional<ChanceTest> chanceTest,
        Optional<SplitComparison> comparison,
        List<PassedOver> passedOver) {
    public TrainingResult {
        classNames = List.copyOf(classNames);
        parts = List.copyOf(parts);
        splitGuarantees = List.copyOf(splitGuarantees);
        splitWarnings = List.copyOf(splitWarnings);
        unreadable = List.copyOf(unreadable);
        validationPredictions = List.copyOf(validationPredictions);
        testPredictions = List.copyOf(testPredictions);
        findings = List.copyOf(findings);
        thresholds = List.copyOf(thresholds);
        duplicates = List.copyOf(duplicates);
        passedOver = List.copyOf(passedOver);
    }

    /** A result of images among which nothing else lay. */
    public TrainingResult(
            String title,
            List<String> classNames,
            int positiveClass,
            List<PartSummary> parts,
            List<String> splitGuarantees,
            List<String> splitWarnings,
            List<UnreadableFile> unreadable,
            History history,
            Evaluation validation,
            Optional<Evaluation> test,
            List<Prediction> validationPredictions,
            List<Prediction> testPredictions,
            List<String> findings,
            Provenance provenance,
            List<OperatingPoint> thresholds,
            List<DuplicateSet> duplicates,
            Optional<ChanceTest> chanceTest,
            Optional<SplitComparison> comparison) {
        this(
                title,
                classNames,
                positiveClass,
                parts,
                splitGuarantees,
                splitWarnings,
                unreadable,
                history,
                validation,
                test,
                validationPredictions,
                testPredictions,
                findings,
                provenance,
                thresholds,
                duplicates,
                chanceTest,
                comparison,
                List.of());
    }

    /** A result without thresholds, duplicates, chance test and comparison. */
    public TrainingResult(
            String title,
            List<String> classNames,
            int positiveClass,
            List<PartSummary> parts,
            List<String> splitGuarantees,
            List<String> splitWarnings,
            List<UnreadableFile> unreadable,
            History history,
            Evaluation validation,
            Optional<Evaluation> test,
            List<Prediction> validationPredictions,
            List<Prediction> testPredictions,
            List<String> findings,
            Provenance provenance) {
        this(
                title,
                classNames,
                positiveClass,
                parts,
                splitGuarantees,
                splitWarnings,
                unreadable,
                history,
                validation,
                test,
                validationPredictions,
                testPredictions,
                findings,
                provenance,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a chance test; one that failed becomes the first finding. */
    public TrainingResult with(ChanceTest test) {
        List<String> more = new ArrayList<>(findings);
        if (!test.passed()) {
            more.add(0, ChanceSentence.of(test));
        }
        return with(more, Optional.of(test), comparison);
    }

    /** The same with a comparison of splits. It is a remark on the images and no finding: this split keeps groups apart. */
    public TrainingResult with(SplitComparison made) {
        return with(findings, chanceTest, Optional.of(made));
    }

    private TrainingResult with(
            List<String> sentences, Optional<ChanceTest> chance, Optional<SplitComparison> comparison) {
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
                test,
                validationPredictions,
                testPredictions,
                sentences,
                provenance,
                thresholds,
                duplicates,
                chance,
                comparison,
                passedOver);
    }
}
