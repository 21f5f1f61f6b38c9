package dev.graft.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Every figure that images are evaluated by, each defined here and nowhere else: files, intervals, pages and what a search
 * may rank by go through this list. The order is that of files; {@link #onPages} has that of pages.
 *
 * <p>What is undefined for the images (the recall of a class without any, say) is NaN.
 */
public enum Metric {
    /** Share classified correctly, 0..1. */
    ACCURACY(
            "accuracy",
            Scope.IMAGES,
            Notation.SHARE,
            "accuracy",
            "Share classified correctly",
            new Formula.Share(
                    true, (s, c) -> s.counted().correct(), (s, c) -> s.counted().total(), (images, i, c) -> true)),
    /** Share whose class is among the five most probable ones; NaN for at most five classes. */
    TOP_FIVE_ACCURACY(
            "top-5 accuracy",
            Scope.IMAGES,
            Notation.SHARE,
            "",
            "Share whose class is among the five most probable ones",
            new Formula.Share(
                    false,
                    (s, c) -> s.sum(s.images().topFive()),
                    (s, c) -> s.images().topFive().length == 0 ? 0 : s.counted().total(),
                    (images, i, c) -> true)),
    /** Mean recall over the classes that occur, 0..1. */
    BALANCED_ACCURACY(
            "balanced accuracy",
            Scope.IMAGES,
            Notation.SHARE,
            "balanced accuracy",
            "Mean share found over the classes, large or small",
            Formula.ofCalls(ClassCounts::balancedAccuracy)),
    /** Mean negative natural logarithm of the probability given to the true class. */
    LOG_LOSS(
            "log loss",
            Scope.IMAGES,
            Notation.AMOUNT,
            "log likelihood",
            "Cross-entropy; 0 is perfect",
            Formula.ofProbabilities((s, c) -> s.mean(s.images().losses()))),
    /** Mean squared error of the positive class's probability. */
    BRIER(
            "Brier score",
            Scope.IMAGES,
            Notation.AMOUNT,
            "",
            "Mean squared error of the probability of %s; 0 is perfect",
            Formula.ofProbabilities((s, c) -> s.mean(s.images().squaredErrors()))),
    /** Area under the ROC curve of the class's probability, ties counted half. */
    ROC_AUC(
            "ROC-AUC",
            Scope.CLASS_AND_MEANS,
            Notation.RATIO,
            "ROC-AUC",
            "Chance that a random %s image ranks above a random other one",
            Formula.ofProbabilities((s, c) ->
                    s.images().ranked().get(c).rocAuc(s.counts(), s.counted().negatives(c))),
            new Shown(false, "each against the rest")),
    /** Area under the precision-recall curve of the class's probability, as a sum of steps. */
    AVERAGE_PRECISION(
            "average precision",
            Scope.CLASS_AND_MEANS,
            Notation.RATIO,
            "",
            "Area under the precision-recall curve (PR-AUC)",
            Formula.ofProbabilities((s, c) -> s.images().ranked().get(c).averagePrecision(s.counts()))),
    /** Share of the class's images found (recall). */
    SENSITIVITY(
            "sensitivity",
            Scope.CLASS_AND_MEANS,
            Notation.SHARE,
            "sensitivity",
            "Share of %s found",
            new Formula.Share(
                    true,
                    (s, c) -> s.counted().hits()[c],
                    (s, c) -> s.counted().actual()[c],
                    (images, i, c) -> images.actual()[i] == c)),
    /** Share of the other images not called this class. */
    SPECIFICITY(
            "specificity",
            Scope.CLASS,
            Notation.SHARE,
            "specificity",
            "Share of the others not called %s",
            new Formula.Share(
                    true,
                    (s, c) -> s.counted().cleared(c),
                    (s, c) -> s.counted().negatives(c),
                    (images, i, c) -> images.actual()[i] != c)),
    /** Share of the images called this class that are. */
    PRECISION(
            "precision",
            Scope.CLASS_AND_MEANS,
            Notation.SHARE,
            "",
            "Share of the images called %s that are",
            new Formula.Share(
                    true,
                    (s, c) -> s.counted().hits()[c],
                    (s, c) -> s.counted().predicted()[c],
                    (images, i, c) -> images.predicted()[i] == c)),
    /** Harmonic mean of precision and sensitivity. */
    F1(
            "F1",
            Scope.CLASS_AND_MEANS,
            Notation.RATIO,
            "F1",
            "Harmonic mean of precision and sensitivity",
            new Formula.Plain(true, (s, c) -> s.counted().f1(c)),
            new Shown(false, "every class alike"),
            new Shown(true, "each by its images")),
    /** Matthews correlation over all classes: 1 perfect, 0 no better than chance, -1 all wrong (two classes). */
    MATTHEWS(
            "Matthews correlation",
            Scope.IMAGES,
            Notation.RATIO,
            "Matthews correlation",
            "1 perfect, 0 no better than chance; sound for unbalanced classes",
            Formula.ofCalls(ClassCounts::matthews)),
    /** Cohen's kappa over all classes: 1 perfect, 0 no better than chance. */
    KAPPA(
            "Cohen's kappa",
            Scope.IMAGES,
            Notation.RATIO,
            "",
            "Agreement beyond that of chance; 1 is perfect",
            Formula.ofCalls(ClassCounts::kappa));

    /** So many first classes make the top-5 accuracy: of no more classes the true one is always among them. */
    public static final int TOP = 5;

    /** What there is a value of. */
    enum Scope {
        /** All images. */
        IMAGES,
        /** Each class against the rest; that of all images is the positive class's. */
        CLASS,
        /** The same, and the mean over the classes. */
        CLASS_AND_MEANS
    }

    /** How values are written. */
    public enum Notation {
        /** A share, 0..1, as percent. */
        SHARE,
        /** Between -1 and 1, with three decimals. */
        RATIO,
        /** From 0 without an upper end, with three digits; less is better. */
        AMOUNT
    }

    /**
     * A mean over the classes that pages of more than two classes show.
     *
     * @param weighted by each class's images, else every class counts alike
     * @param how they are averaged
     */
    public record Shown(boolean weighted, String how) {}

    private final String id;
    private final String title;
    private final Scope scope;
    private final Notation notation;
    private final String goal;
    private final String meaning;
    private final Formula formula;
    private final List<Shown> means;

    /**
     * @param title inside a sentence
     * @param goal of what trials of a search want more, inside a sentence: the title, or what the figure's opposite is called
     *     if less of it is better; empty if they are not compared by it
     * @param meaning a few words; {@code %s} stands for the positive class
     */
    Metric(String title, Scope scope, Notation notation, String goal, String meaning, Formula formula, Shown... means) {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder camelCase = new StringBuilder(words[0]);
        Arrays.stream(words).skip(1).forEach(word -> camelCase.append(capitalised(word)));
        this.id = camelCase.toString();
        this.title = title;
        this.scope = scope;
        this.notation = notation;
        this.goal = goal;
        this.meaning = meaning;
        this.formula = formula;
        this.means = List.of(means);
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** All in the order of pages: shares by which trials are compared, those of the positive class, the others. */
    public static List<Metric> onPages() {
        ToIntFunction<Metric> place = metric -> metric.ofClasses()
                ? 1
                : metric.notation == Notation.SHARE && !metric.goal.isEmpty() ? 0 : 2 + metric.notation.ordinal();
        return Arrays.stream(values()).sorted(Comparator.comparingInt(place)).toList();
    }

    /** Those of each class against the rest: what is called it, then how its probability ranks. */
    public static List<Metric> ofEachClass() {
        return Arrays.stream(values())
                .filter(Metric::ofClasses)
                .sorted(Comparator.comparing(metric -> !metric.ofCalls()))
                .toList();
    }

    /** Those by which trials of a search are compared. */
    public static List<Metric> compared() {
        return Arrays.stream(values()).filter(metric -> !metric.goal.isEmpty()).toList();
    }

    /** Name in files of JSON, {@code rocAuc}; files of CSV have the constant's name in small letters. */
    public String id() {
        return id;
    }

    /** Name inside a sentence, {@code balanced accuracy}. */
    public String title() {
        return title;
    }

    /** Name at the beginning of a line, {@code Balanced accuracy}. */
    public String heading() {
        return capitalised(title);
    }

    /** How values are written, which tells their range. */
    public Notation notation() {
        return notation;
    }

    /** Of what more is better, inside a sentence, if trials are compared by it: {@code log likelihood} for the log loss. */
    public Optional<String> goal() {
        return goal.isEmpty() ? Optional.empty() : Optional.of(goal);
    }

    /** Whether less of it is better. */
    public boolean lowerIsBetter() {
        return notation == Notation.AMOUNT;
    }

    /** A few words on what it tells. */
    public String meaning(String positiveClass) {
        return meaning.replace("%s", positiveClass);
    }

    /** Whether there is one of each class; that of all images is then the positive class's. */
    public boolean ofClasses() {
        return scope != Scope.IMAGES;
    }

    /** Whether its mean over the classes is evaluated. */
    public boolean averaged() {
        return scope == Scope.CLASS_AND_MEANS;
    }

    /** The means over the classes that pages show. */
    public List<Shown> means() {
        return means;
    }

    /** Whether it follows from what images are called, whatever the probabilities. */
    public boolean ofCalls() {
        return formula.ofCalls();
    }

    Formula formula() {
        return formula;
    }
}
