package dev.graft.backbone.inception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.golden.Check;
import dev.graft.golden.KerasGoldenTest;
import java.util.List;

class InceptionV3GoldenTest extends KerasGoldenTest {
    /** The trainings from here on leave no layer frozen. */
    private static final int FIRST_WITHOUT_FROZEN_LAYERS = 6;

    InceptionV3GoldenTest() {
        super("inception_v3", new InceptionV3(), 8);
    }

    /**
     * The losses of the last two are printed, not asserted. Before any step, with every batch normalization on the
     * statistics of four images of 75 px, the loss is 1.07563 in double precision, 1.07602 in Keras's single precision
     * (3.7e-4 off) and 1.07535 in DL4J's (2.6e-4); noise of 1e-6 on the input moves it by as much. The steps after amplify
     * that. {@link InceptionV3GradientTest} checks the gradient instead.
     */
    @Override
    protected void assertTraining(int index, List<Check> checks) {
        if (index < FIRST_WITHOUT_FROZEN_LAYERS) {
            super.assertTraining(index, checks);
            return;
        }
        checks.forEach(System.out::println);
        assertThat(checks.get(0).name()).endsWith(": parameters");
        assertThat(checks.get(0).passed()).isTrue();
        assertThat(checks).allMatch(check -> Double.isFinite(check.error()));
    }
}
