package dev.graft.diagnosis;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accuracy's interval reaches down to what the most frequent class alone would give; collapse and divergence aside. */
record Chance() implements Detector {
    private static final String MEMORISED = "The training images were learnt, so what was learnt does not carry over:"
            + " check the labels, add images or augmentation.";

    private static final String LEARNT_NOTHING =
            "The training images were not learnt either: try another learning rate, more epochs or more unfrozen layers.";

    @Override
    public FindingKind kind() {
        return FindingKind.AT_CHANCE;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        Evaluation validation = training.validation();
        // A training that diverged at once leaves the initial model, of which nothing is expected.
        boolean untrained = training.history().best().isEmpty()
                && new Divergence().examine(training).isPresent();
        if (validation.images() == 0
                || untrained
                || new Collapse().examine(training).isPresent()) {
            return Optional.empty();
        }
        List<Integer> actual = training.validationImages();
        int most = Collections.max(actual);
        double chance = (double) most / validation.images();
        if (chance == 1 || validation.interval(Metric.ACCURACY).low() > chance) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "The validation accuracy of " + Numbers.percent(validation.accuracy())
                        + " is not clearly better than always answering “"
                        + training.classNames().get(actual.indexOf(most)) + "” (" + Numbers.percent(chance) + "). "
                        + (training.learntTrainingImages() ? MEMORISED : LEARNT_NOTHING),
                Map.of(
                        Quantity.ACCURACY,
                        validation.accuracy(),
                        Quantity.ACCURACY_LOW,
                        validation.interval(Metric.ACCURACY).low(),
                        Quantity.CHANCE,
                        chance,
                        Quantity.CLASS,
                        actual.indexOf(most))));
    }
}
