package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sums that are kept equal sums that are made anew. */
class WorkLeftTest {
    private static final double FEATURES = 1000;

    private static double sum(Map<Trial, Double> left, Set<String> there, CostModel.Fit fit, double share) {
        double seconds = 0;
        Set<String> counted = new HashSet<>(there);
        for (Map.Entry<Trial, Double> each : left.entrySet()) {
            double features = counted.add(TrialArrangement.sharing(each.getKey())) ? FEATURES : 0;
            seconds += fit.seconds(each.getKey().settings().model().backbone(), 1, features + share * each.getValue());
        }
        return seconds;
    }

    @Test
    void theyAreThoseOfAllThatIsLeft() {
        CostModel model = new CostModel();
        model.add("tiny", 10, 3);
        model.add("efficientnet-b0", 30, 5);
        CostModel.Fit fit = model.fit().orElseThrow();
        List<Trial> trials = SyntheticLedger.trials(60);
        Random random = new Random(3);
        WorkLeft left = new WorkLeft();
        Map<Trial, Double> expected = new HashMap<>();
        Set<String> there = new HashSet<>();

        for (int step = 0; step < 400; step++) {
            Trial trial = trials.get(random.nextInt(trials.size()));
            if (random.nextInt(100) == 0) {
                assertThat(left.featuresAreThere(trial)).isEqualTo(there.add(TrialArrangement.sharing(trial)));
            }
            Double was = expected.remove(trial);
            if (was != null) {
                left.remove(trial, FEATURES, was);
            } else {
                double epochs = 1 + random.nextInt(500);
                left.add(trial, FEATURES, epochs);
                expected.put(trial, epochs);
            }
            assertThat(left.seconds(fit, 0.7)).isCloseTo(sum(expected, there, fit, 0.7), within(1e-6));
        }
        expected.forEach((trial, epochs) -> left.remove(trial, FEATURES, epochs));
        assertThat(left.seconds(fit, 1)).isZero();
    }
}
