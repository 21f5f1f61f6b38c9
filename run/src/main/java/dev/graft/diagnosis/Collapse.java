package dev.graft.diagnosis;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every validation image got the same class although several occur. */
record Collapse() implements Detector {
    @Override
    public FindingKind kind() {
        return FindingKind.COLLAPSED;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        long occurring = training.validationImages().stream().filter(n -> n > 0).count();
        List<Integer> called = training.validation().confusion().cells().stream()
                .map(ConfusionMatrix.Cell::predicted)
                .distinct()
                .toList();
        if (called.size() != 1 || occurring < 2) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "The model collapsed to one class: it called every one of the "
                        + Numbers.count(training.validation().images()) + " validation images “"
                        + training.classNames().get(called.get(0))
                        + "”. Try another learning rate, or fewer unfrozen layers.",
                Map.of(
                        Quantity.CLASS,
                        called.get(0),
                        Quantity.IMAGES,
                        training.validation().images())));
    }
}
