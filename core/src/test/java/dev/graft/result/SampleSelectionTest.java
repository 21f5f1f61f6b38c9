package dev.graft.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleSelectionTest {
    @Test
    void mostConfidentErrorsThenLeastCertainThenRightOnesOfEachClass() {
        SampleSelection chosen = SampleSelection.of(
                List.of(
                        image("wrong a little", 1, 0.4),
                        image("right, normal", 0, 0.02),
                        image("wrong and sure", 0, 0.99),
                        image("right, stroke", 1, 0.9),
                        image("right, normal too", 0, 0.01),
                        image("undecided", 1, 0.51),
                        image("of unknown class", -1, 0.5)),
                6);

        assertThat(names(chosen.wrong())).containsExactly("wrong and sure", "wrong a little");
        assertThat(names(chosen.uncertain())).containsExactly("undecided");
        assertThat(names(chosen.right())).containsExactly("right, normal too", "right, stroke", "right, normal");
    }

    @Test
    void manyErrorsLeaveRoomForTheOthers() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            predictions.add(image("wrong" + i, 0, 0.6 + i / 1000.0));
            predictions.add(image("right" + i, 1, 0.6 + i / 1000.0));
        }
        SampleSelection chosen = SampleSelection.of(predictions, SampleSelection.REPORT_LIMIT);

        assertThat(chosen.wrong()).hasSize(12);
        assertThat(names(chosen.wrong())).startsWith("wrong99", "wrong98");
        assertThat(chosen.uncertain()).hasSize(6);
        assertThat(chosen.right()).hasSize(6);
    }

    @Property
    void neverMoreThanAllowedAndNoneTwice(
            @ForAll("predictions") List<Prediction> predictions, @ForAll @IntRange(max = 30) int limit) {
        List<Prediction> chosen = SampleSelection.of(predictions, limit).all();

        assertThat(chosen).hasSizeLessThanOrEqualTo(limit).doesNotHaveDuplicates();
        assertThat(predictions).containsAll(chosen);
    }

    @Property
    void selectingAgainChangesNothingWhateverTheOrder(
            @ForAll("predictions") List<Prediction> predictions,
            @ForAll @IntRange(max = 30) int limit,
            @ForAll long seed) {
        SampleSelection chosen = SampleSelection.of(predictions, limit);
        List<Prediction> shuffled = new ArrayList<>(chosen.all());
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(SampleSelection.of(shuffled, limit)).isEqualTo(chosen);
    }

    @Provide
    Arbitrary<List<Prediction>> predictions() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(-1, 1),
                        Arbitraries.integers().between(0, 8))
                .as((name, actual, score) -> image("image" + name, actual, score / 8.0))
                .list()
                .ofMaxSize(60)
                .uniqueElements(Prediction::image);
    }

    private static Prediction image(String name, int actual, double stroke) {
        return new Prediction(name, actual, List.of(1 - stroke, stroke));
    }

    private static List<String> names(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::image).toList();
    }
}
