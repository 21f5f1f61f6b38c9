package dev.graft.result;

import dev.graft.metrics.Evaluation;
import java.util.Collections;
import java.util.List;

/**
 * The evaluation that the page is about: of the sealed test part if there is one, else of the validation part.
 *
 * @param sealed whether it is the test part
 * @param evaluation its evaluation
 */
public record ShownPart(boolean sealed, Evaluation evaluation) {
    public static ShownPart of(TrainingResult result) {
        return result.test()
                .map(test -> new ShownPart(true, test))
                .orElseGet(() -> new ShownPart(false, result.validation()));
    }

    public String name() {
        return sealed ? "test" : "validation";
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
