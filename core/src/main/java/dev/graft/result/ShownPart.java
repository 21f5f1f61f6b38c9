package dev.graft.result;

import dev.graft.data.Fold;
import dev.graft.metrics.Evaluation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation that the page is about: of the images that the training held out if there are some, else of the validation
 * part.
 *
 * @param kind whose it is
 * @param evaluation its evaluation
 */
public record ShownPart(Kind kind, Evaluation evaluation) {
    /** What a part of a split is there for. */
    public enum Kind {
        /** Sealed: nothing is chosen by it. */
        TEST("test"),
        /** Held out by one training of several, which are compared or judged together by their folds. */
        FOLD("held-out"),
        /** It chose the epoch. */
        VALIDATION("validation");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** What the test part of a split is. */
        public static Kind ofTest(Optional<Fold> fold) {
            return fold.isPresent() ? FOLD : TEST;
        }

        /** A word before "part" or "images". */
        public String label() {
            return label;
        }
    }

    public static ShownPart of(TrainingResult result) {
        return result.test()
                .map(test -> new ShownPart(Kind.ofTest(result.facts().flatMap(RunFacts::fold)), test))
                .orElseGet(() -> new ShownPart(Kind.VALIDATION, result.validation()));
    }

    public String name() {
        return kind.label();
    }

    /** Whether the training neither learnt from its images nor chose anything by them. */
    public boolean heldOut() {
        return kind != Kind.VALIDATION;
    }

    public int images(int classIndex) {
        return evaluation.confusion().actual().get(classIndex);
    }

    /** Index of the class with the most images. */
    public int mostFrequentClass() {
        List<Integer> sizes = evaluation.confusion().actual();
        return sizes.indexOf(Collections.max(sizes));
    }

    /** Accuracy of always answering the most frequent class; NaN without images. */
    public double baseline() {
        return (double) images(mostFrequentClass()) / evaluation.images();
    }
}
