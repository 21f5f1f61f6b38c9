package dev.graft.result;

import dev.graft.data.DuplicateSet;
import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.error.GraftException;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.provenance.Provenance;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One finished training, as the report shows it and {@code result.json} stores it.
 *
 * @param title headline, for example {@code efficientnet-b0 on phantom}
 * @param classNames in order of their index
 * @param positiveClass index of the class whose detection sensitivity and ROC describe (two-class tasks)
 * @param parts train, validation and test part or fold, in this order; an empty test part is left out
 * @param splitGuarantees what the split guards against
 * @param splitWarnings what it could not guard against
 * @param unreadable files that were left out
 * @param history epoch by epoch; of all phases in order
 * @param validation evaluation on the validation part, which also chose the epoch
 * @param test evaluation on the sealed test part, made once at the end; or on the {@linkplain RunFacts#fold fold} that was held
 *     out
 * @param validationPredictions one per validation image; condensed if it was read from a file of more than 20 classes
 * @param testPredictions likewise one per test image; empty without a test part
 * @param findings what is remarkable: collapsed, overfitted, few images, ...; the most serious first
 * @param facts what programs ask about the run; empty if it was not Graft's
 * @param provenance all that determined the run
 * @param thresholds chosen on the validation part and applied to the test part; may be empty
 * @param duplicates images that the split kept together because they are equal or look alike
 * @param chanceTest a training on shuffled labels, if one was made
 * @param comparison with a training on a split image by image, if one was made
 * @param passedOver what lay among the images and is none, counted by kind
 * @param byGroup the same parts with each group, a patient say, counted as one image; empty if no group has several images in
 *     one of them, and of more than 20 classes
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
        List<Finding> findings,
        Optional<RunFacts> facts,
        Provenance provenance,
        List<OperatingPoint> thresholds,
        List<DuplicateSet> duplicates,
        Optional<ChanceTest> chanceTest,
        Optional<SplitComparison> comparison,
        List<PassedOver> passedOver,
        Optional<GroupedResult> byGroup) {
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
        int classes = classNames.size();
        expect(
                Stream.of(title, history, validation, provenance).allMatch(Objects::nonNull),
                "a title, a history, an evaluation of the validation part and a provenance");
        expect(positiveClass >= 0 && positiveClass < classes, "a positive class among the " + classes + " classes");
        expect(
                Stream.of(Stream.of(validation), test.stream(), byGroup.stream().flatMap(GroupedResult::evaluations))
                        .flatMap(each -> each)
                        .allMatch(e -> e.confusion().classes() == classes
                                && e.classes().size() == classes),
                "figures of each of the " + classes + " classes");
        expect(
                parts.stream().allMatch(part -> part.imagesPerClass().size() == classes),
                "numbers of images of each of the " + classes + " classes");
        expect(
                Stream.of(
                                validationPredictions,
                                testPredictions,
                                byGroup.map(GroupedResult::testPredictions).orElse(List.of()))
                        .flatMap(List::stream)
                        .allMatch(p -> fits(p, classes)),
                "predictions of " + classes + " classes");
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
            throw new GraftException("The parts of a result do not fit together, expected " + what + ".");
        }
    }

    /** A result of its figures and findings alone. */
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
            List<Finding> findings,
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
                Optional.empty(),
                provenance,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The same with a chance test; one that failed becomes the first finding. */
    public TrainingResult with(ChanceTest test) {
        List<Finding> more = new ArrayList<>(findings);
        if (!test.passed()) {
            more.add(0, Finding.remark(Severity.SERIOUS, ChanceSentence.of(test)));
        }
        return with(validationPredictions, testPredictions, more, Optional.of(test), comparison);
    }

    /** The same with a comparison of splits. It is a remark on the images and no finding: this split keeps groups apart. */
    public TrainingResult with(SplitComparison made) {
        return with(validationPredictions, testPredictions, findings, chanceTest, Optional.of(made));
    }

    /** The same with other predictions, such as condensed ones. */
    public TrainingResult with(List<Prediction> ofValidation, List<Prediction> ofTest) {
        return with(ofValidation, ofTest, findings, chanceTest, comparison);
    }

    private TrainingResult with(
            List<Prediction> ofValidation,
            List<Prediction> ofTest,
            List<Finding> others,
            Optional<ChanceTest> chance,
            Optional<SplitComparison> splits) {
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
                ofValidation,
                ofTest,
                others,
                facts,
                provenance,
                thresholds,
                duplicates,
                chance,
                splits,
                passedOver,
                byGroup);
    }
}
