package dev.graft.diagnosis;

import dev.graft.metrics.ConfusionMatrix;
import java.util.List;
import java.util.Optional;

/** Every validation image got the same class although several occur. */
record Collapse() implements Detector {
    @Override
    public FindingKind kind() {
        return FindingKind.COLLAPSED;
    }

    @Override
    public Optional<String> examine(Case training) {
        long occurring = training.validationImages().stream().filter(n -> n > 0).count();
        List<Integer> called = training.validation().confusion().cells().stream()
                .map(ConfusionMatrix.Cell::predicted)
                .distinct()
                .toList();
        if (called.size() != 1 || occurring < 2) {
            return Optional.empty();
        }
        return Optional.of("The model collapsed to one class: it called every one of the "
                + Wording.count(training.validation().images()) + " validation images “"
                + training.classNames().get(called.get(0)) + "”. Try another learning rate, or fewer unfrozen layers.");
    }
}
