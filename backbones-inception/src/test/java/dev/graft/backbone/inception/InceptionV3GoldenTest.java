package dev.graft.backbone.inception;

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

/** InceptionV3 against the numbers of real Keras; see {@link KerasComparison} for the tolerances. */
class InceptionV3GoldenTest {
    private final KerasComparison comparison = new KerasComparison(
            Path.of("src/test/resources/golden/inception_v3"),
            new InceptionV3(),
            new Dl4jEngine(EngineOptions.defaults()));

    @Test
    void layersEqualKeras() {
        assertPassed(List.of(comparison.layers(), comparison.preprocessing()));
    }

    @Test
    void everyActivationEqualsKeras() {
        assertPassed(comparison.forward());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void trainingEqualsKeras(int index) {
        assertThat(comparison.trainings()).isEqualTo(8);
        assertPassed(comparison.training(index));
    }

    /**
     * The losses of these two are printed, not asserted. Before any step, with every batch normalization on the statistics
     * of four images of 75 px, the loss is 1.07563 in double precision, 1.07602 in Keras's single precision (3.7e-4 off)
     * and 1.07535 in DL4J's (2.6e-4); noise of 1e-6 on the input moves it by as much. The steps after amplify that.
     * {@link InceptionV3GradientTest} checks the gradient instead.
     */
    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void trainingEveryLayerIsBeyondSinglePrecision(int index) {
        List<Check> checks = comparison.training(index);
        checks.forEach(System.out::println);
        assertThat(checks.get(0).name())
                .isEqualTo("train 311 unfrozen, " + (index == 6 ? "adam" : "rmsprop") + ": parameters");
        assertThat(checks.get(0).passed()).isTrue();
        assertThat(checks).allMatch(check -> Double.isFinite(check.error()));
    }

    private static void assertPassed(List<Check> checks) {
        checks.forEach(System.out::println);
        assertThat(checks).allMatch(Check::passed);
    }
}
