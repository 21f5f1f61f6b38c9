package dev.graft.report;

import dev.graft.diagnosis.Case;
import dev.graft.diagnosis.Diagnosis;
import dev.graft.diagnosis.Setup;
import dev.graft.metrics.Evaluation;
import dev.graft.train.History;
import java.util.List;

/** A {@link Diagnosis} of a training of which nothing but its numbers is known. */
public final class Findings {
    private Findings() {}

    /**
     * What is remarkable about a training, most serious first.
     *
     * @param history every epoch
     * @param validation evaluation on the validation part; may be of 0 images
     * @param classNames in order of their index
     * @param trainingImagesPerClass in the order of the class names
     * @return some plain sentences each; empty if nothing stands out
     */
    public static List<String> of(
            History history, Evaluation validation, List<String> classNames, List<Integer> trainingImagesPerClass) {
        return Diagnosis.of(new Case(history, validation, classNames, trainingImagesPerClass, Setup.unknown()));
    }
}
