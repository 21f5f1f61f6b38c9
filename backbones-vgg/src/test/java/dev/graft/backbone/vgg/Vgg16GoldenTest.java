package dev.graft.backbone.vgg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.golden.Check;
import dev.graft.golden.KerasComparison;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vgg16 against the numbers of real Keras; see {@link KerasComparison} for the tolerances. */
class Vgg16GoldenTest {
    private final KerasComparison comparison = new KerasComparison(
            Path.of("src/test/resources/golden/vgg16"), new Vgg16(), new Dl4jEngine(EngineOptions.defaults()));

    @Test
    void layersEqualKeras() {
        assertPassed(List.of(comparison.layers(), comparison.preprocessing()));
    }

    @Test
    void everyActivationEqualsKeras() {
        assertPassed(comparison.forward());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void trainingEqualsKeras(int index) {
        assertThat(comparison.trainings()).isEqualTo(4);
        assertPassed(comparison.training(index));
    }

    private static void assertPassed(List<Check> checks) {
        checks.forEach(System.out::println);
        assertThat(checks).allMatch(Check::passed);
    }
}
