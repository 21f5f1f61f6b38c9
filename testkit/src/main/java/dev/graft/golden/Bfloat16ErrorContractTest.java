package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.error.Lookup;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What bfloat16 costs in accuracy, beside what PyTorch's autocast costs on the same networks, weights and images: features,
 * losses of six steps, and the direction of every tensor's gradient.
 */
public abstract class Bfloat16ErrorContractTest {
    /** How much larger than PyTorch's an error may be. */
    private static final double FACTOR = 1.5;

    /** The same for losses: six steps of a training are off by about the same, so there is one number for each draw. */
    private static final double LOSSES = 2;

    /** The same for the mean of all gradients' angles: InceptionV3's is 1.6 times PyTorch's, the others' 0.8 to 1.1. */
    private static final double GRADIENTS = 2;

    /** The same for one tensor's gradient, which is more a matter of luck. */
    private static final double ONE_TENSOR = 4;

    /** An angle that needs no comparison. */
    private static final double SMALL = 0.01;

    /** Beyond, no direction is left: of gradients that are zero but for rounding, or of chaotic trainings. */
    private static final double LOST = 0.5;

    private final Engine half;
    private final Engine single;

    /**
     * @param half an engine with feature maps in bfloat16
     * @param single what it is measured by, usually itself in single precision
     */
    protected Bfloat16ErrorContractTest(Engine half, Engine single) {
        this.half = half;
        this.single = single;
    }

    /**
     * A network and which of its draws of weights are measured. Subclasses have a static method {@code networks} that gives
     * them.
     *
     * @param family the backbone's module without {@code backbones-}
     * @param model folder of Keras's numbers
     * @param draw salt of one draw, whose features and gradients are measured; all draws, with their losses, if there is none
     * @param gradients how many kinds of gradients are measured of one draw
     */
    public record Measured(String family, String model, Backbone backbone, Optional<String> draw, int gradients) {
        /** All draws: minutes. */
        public static Measured all(String family, String model, Backbone backbone) {
            return new Measured(family, model, backbone, Optional.empty(), 0);
        }

        /** One draw, whose errors should be near the medians. */
        public static Measured one(String family, String model, Backbone backbone, String salt, int gradients) {
            return new Measured(family, model, backbone, Optional.of(salt), gradients);
        }

        private AutocastReference autocast() {
            AutocastReference all = AutocastReference.of(backbone);
            return draw.map(salt -> all.ofDraw(salt, gradients)).orElse(all);
        }

        private KerasReference keras() {
            return KerasReference.read(Path.of("..", "backbones-" + family, "src/test/resources/golden", model));
        }

        @Override
        public String toString() {
            return model;
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void errorsAreNoLargerThanAutocasts(Measured network) {
        String model = network.model();
        AutocastReference autocast = network.autocast();
        Bfloat16Errors found = Bfloat16Errors.of(network.backbone(), network.keras(), autocast, half, single);
        SoftAssertions softly = new SoftAssertions();
        autocast.errors().forEach((name, theirs) -> {
            System.out.printf(Locale.ROOT, "%s, %s: %.3g, PyTorch's %.3g%n", model, name, found.error(name), theirs);
            if (theirs < LOST || name.contains("feature")) {
                double factor = name.contains("losses") ? LOSSES : FACTOR;
                softly.assertThat(found.error(name)).as(name).isPositive().isLessThan(factor * theirs);
            }
        });
        for (int kind = 0; kind < autocast.gradients().size(); kind++) {
            compare(model, autocast.gradients().get(kind), found.angles(kind), softly);
        }
        softly.assertAll();
    }

    private static void compare(
            String model, AutocastReference.Gradients theirs, Map<String, Double> ours, SoftAssertions softly) {
        assertThat(ours.keySet()).isEqualTo(theirs.angles().keySet());
        double ourSum = 0;
        double theirSum = 0;
        int compared = 0;
        for (Map.Entry<String, Double> tensor : theirs.angles().entrySet()) {
            if (tensor.getValue() < LOST) {
                double angle = Lookup.in(ours, tensor.getKey(), "angle");
                softly.assertThat(angle).as(tensor.getKey()).isLessThan(ONE_TENSOR * tensor.getValue() + SMALL);
                ourSum += angle;
                theirSum += tensor.getValue();
                compared++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, gradients of %d tensors, batch norms %s: mean %.3g, PyTorch's %.3g%n",
                model,
                compared,
                theirs.followBatch() ? "follow the batch" : "keep",
                ourSum / compared,
                theirSum / compared);
        softly.assertThat(compared)
                .as("tensors compared")
                .isGreaterThan(theirs.angles().size() / 2);
        softly.assertThat(ourSum).as("angles of all gradients").isPositive().isLessThan(GRADIENTS * theirSum);
    }
}
