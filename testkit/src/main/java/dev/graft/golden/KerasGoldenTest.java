package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.testkit.Effort;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A backbone against the numbers of real Keras, in the folder {@code src/test/resources/golden/<model>} of its module; see
 * {@link KerasComparison} for the tolerances.
 */
public abstract class KerasGoldenTest {
    private static final int MANY = 6;

    private final KerasComparison comparison;
    private final int trainings;

    /**
     * @param model name of the folder
     * @param trainings how many trainings the reference holds: an empty one must not pass
     */
    protected KerasGoldenTest(String model, Backbone backbone, int trainings) {
        this(
                Path.of("src/test/resources/golden", model),
                backbone,
                trainings,
                new Dl4jEngine(EngineOptions.defaults()));
    }

    /**
     * On an engine.
     *
     * @param folder of the model, with {@code salt.txt} beside it
     * @param trainings how many trainings the reference holds: an empty one must not pass
     */
    protected KerasGoldenTest(Path folder, Backbone backbone, int trainings, Engine engine) {
        this.comparison = new KerasComparison(folder, backbone, engine);
        this.trainings = trainings;
    }

    @Test
    void layersEqualKeras() {
        assertPassed(List.of(comparison.layers(), comparison.preprocessing()));
    }

    @Test
    void everyActivationEqualsKeras() {
        assertPassed(comparison.forward());
    }

    @TestFactory
    Stream<DynamicTest> everyTrainingEqualsKeras() {
        assertThat(comparison.trainings()).isEqualTo(trainings);
        return IntStream.range(0, trainings)
                .filter(this::isTried)
                .mapToObj(index -> DynamicTest.dynamicTest(
                        comparison.describeTraining(index), () -> assertPassed(comparison.training(index))));
    }

    /** References hold Adam and RMSprop in turn. Where there are many, each number of unfrozen layers is tried with one. */
    private boolean isTried(int index) {
        return Effort.THOROUGH || trainings < MANY || (index / 2 + index) % 2 == 0;
    }

    private static void assertPassed(List<Check> checks) {
        checks.forEach(System.out::println);
        assertThat(checks).isNotEmpty().allMatch(Check::passed);
    }
}
