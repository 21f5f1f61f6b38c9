package dev.graft.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupedResultTest {
    private final Map<String, String> groups = new HashMap<>();

    /** Of a positive patient one slice of four shows it. */
    private List<Prediction> patients(String part, int positive, int negative) {
        List<Prediction> images = new ArrayList<>();
        for (int i = 0; i < positive + negative; i++) {
            for (int slice = 0; slice < 4; slice++) {
                String name = part + i + "-" + slice;
                double p = i < positive && slice == 2 ? 0.95 : 0.05;
                images.add(new Prediction(name, i < positive ? 1 : 0, List.of(1 - p, p)));
                groups.put(name, part + i);
            }
        }
        return images;
    }

    @Test
    void theTestPartIsCalledByTheScoreThatTheValidationPartChose() {
        List<Prediction> validation = patients("v", 12, 12);
        List<Prediction> test = patients("t", 3, 2);

        GroupedResult found = GroupedResult.of(validation, test, groups, 2, 1).orElseThrow();

        assertThat(found.choice().score()).isEqualTo(GroupScore.MAXIMUM);
        Evaluation byGroup = found.test().orElseThrow();
        assertThat(byGroup.images()).isEqualTo(5);
        assertThat(byGroup.accuracy()).isEqualTo(1);
        // Wilson's for 5 of 5: 5 / (5 + 1.96 squared).
        Interval interval = byGroup.interval(Metric.ACCURACY);
        assertThat(interval.low()).isBetween(0.5655, 0.5656);
        assertThat(interval.high()).isEqualTo(1);
        assertThat(found.validation().orElseThrow().images()).isEqualTo(24);
        assertThat(found.testPredictions()).extracting(Prediction::image).containsExactly("t0", "t1", "t2", "t3", "t4");
        assertThat(found.shown(new ShownPart(ShownPart.Kind.TEST, byGroup))).contains(byGroup);
        assertThat(found.shown(new ShownPart(ShownPart.Kind.FOLD, byGroup))).contains(byGroup);
        assertThat(found.shown(new ShownPart(ShownPart.Kind.VALIDATION, byGroup)))
                .isEqualTo(found.validation());
        assertThat(GroupedResult.score(Optional.of(found))).isEqualTo(GroupScore.MAXIMUM);
    }

    @Test
    void ofFewPatientsTheMeanLogOddsDecides() {
        GroupedResult found = GroupedResult.of(patients("v", 3, 3), patients("t", 3, 2), groups, 2, 1)
                .orElseThrow();

        assertThat(found.choice().score()).isEqualTo(GroupScore.MEAN_LOGIT);
        // All positive ones are missed.
        assertThat(found.test().orElseThrow().accuracy()).isEqualTo(0.4);
    }

    @Test
    void withoutAValidationPartNothingIsChosen() {
        GroupedResult found =
                GroupedResult.of(List.of(), patients("t", 3, 2), groups, 2, 1).orElseThrow();

        assertThat(found.choice()).isEqualTo(GroupScoreChoice.NONE);
        assertThat(found.validation()).isEmpty();
        assertThat(found.test()).isPresent();
    }

    @Test
    void thereIsNoneWhereEachImageStandsForItself() {
        List<Prediction> test = patients("t", 3, 2);

        assertThat(GroupedResult.of(List.of(), test, Map.of(), 2, 1)).isEmpty();
        List<Prediction> one =
                test.stream().filter(image -> image.image().endsWith("-1")).toList();
        assertThat(GroupedResult.of(List.of(), one, groups, 2, 1)).isEmpty();
        assertThat(GroupedResult.of(one, List.of(), groups, 2, 1)).isEmpty();
        assertThat(GroupedResult.score(Optional.empty())).isEqualTo(GroupScore.MEAN_LOGIT);
    }
}
