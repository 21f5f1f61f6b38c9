package dev.graft.result;

import dev.graft.error.GraftException;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cross-validation: one training a fold, and what they come to together.
 *
 * @param title headline
 * @param folds one result a fold, whose test part is the fold
 * @param spreads figures over the folds
 * @param outOfFold evaluation of all images, each predicted by the model that has not seen it. Figures that rank images,
 *     such as the ROC-AUC, compare probabilities of different models here and may fall below the folds' mean
 * @param byGroup the same with each group counted as one image, by the mean log odds of its images: the models of the folds may
 *     have chosen different scores. Empty if no group has several images, and of many classes
 * @param findings what is remarkable, with the folds where it was found
 */
public record CrossValidationResult(
        String title,
        List<TrainingResult> folds,
        List<FigureSpread> spreads,
        Evaluation outOfFold,
        Optional<Evaluation> byGroup,
        List<Finding> findings) {
    public CrossValidationResult {
        folds = List.copyOf(folds);
        spreads = List.copyOf(spreads);
        findings = List.copyOf(findings);
    }

    /**
     * Puts folds together.
     *
     * @param folds at least two, of the same classes, each with a test part
     * @param groups group of each image by its name, as far as known
     * @throws GraftException if a fold has no test part, or an image is in two of them
     */
    public static CrossValidationResult of(List<TrainingResult> folds, Map<String, String> groups) {
        if (folds.size() < 2 || folds.stream().anyMatch(fold -> fold.test().isEmpty())) {
            throw new GraftException("Found " + folds.size()
                    + " folds, some perhaps without a test part; expected at least two, each with one.");
        }
        TrainingResult first = folds.get(0);
        List<Prediction> all =
                folds.stream().flatMap(fold -> fold.testPredictions().stream()).toList();
        if (all.stream().map(Prediction::image).distinct().count() < all.size()) {
            throw new GraftException(
                    "Found an image in the test parts of two folds, expected every image in one alone.");
        }
        List<Evaluation> tests =
                folds.stream().map(fold -> fold.test().orElseThrow()).toList();
        return new CrossValidationResult(
                first.title(),
                folds,
                Figure.of(first.classNames(), first.positiveClass()).stream()
                        .map(figure -> FigureSpread.of(figure, tests))
                        .toList(),
                Evaluation.of(all, first.classNames().size(), first.positiveClass(), Bootstrap.ofGroups(groups)),
                GroupedResult.evaluation(
                        GroupScore.MEAN_LOGIT, all, groups, first.classNames().size(), first.positiveClass()),
                findings(folds));
    }

    /** Of each kind the first one, with the folds where there is one; remarks one by one. */
    private static List<Finding> findings(List<TrainingResult> folds) {
        record Found(Finding first, List<Integer> folds) {}
        Map<Object, Found> found = new LinkedHashMap<>();
        for (int i = 0; i < folds.size(); i++) {
            for (Finding finding : folds.get(i).findings()) {
                Object key = finding.kind() == FindingKind.REMARK ? finding.sentence() : finding.kind();
                found.computeIfAbsent(key, k -> new Found(finding, new ArrayList<>()))
                        .folds()
                        .add(i + 1);
            }
        }
        return found.values().stream()
                .map(each -> each.first().after(where(each.folds(), folds.size())))
                .toList();
    }

    private static String where(List<Integer> found, int all) {
        List<String> folds = found.stream().distinct().map(String::valueOf).toList();
        if (folds.size() == 1) {
            return "Fold " + folds.get(0) + ": ";
        }
        return (folds.size() == all ? "All folds" : "Folds " + String.join(", ", folds)) + ", the first of them: ";
    }

    /** Name of a fold's folder, counted from 1. */
    public static String folder(int fold) {
        return "fold-" + fold;
    }
}
