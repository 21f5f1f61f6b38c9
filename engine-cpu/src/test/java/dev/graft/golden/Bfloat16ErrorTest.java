package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.cpu.CpuEngine;
import dev.graft.testkit.Effort;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What bfloat16 costs in accuracy, beside what PyTorch's autocast costs on the same networks, weights and images: features,
 * losses of six steps, and the direction of every tensor's gradient.
 */
class Bfloat16ErrorTest {
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

    private static final int THREADS = 1;

    private final Engine half = new CpuEngine(new EngineOptions(THREADS, Precision.BF16));
    private final Engine single = new CpuEngine(new EngineOptions(THREADS));

    /** All draws of all networks take minutes. Usually there is one of each kind of network, whose errors are near the medians. */
    static Stream<Arguments> networks() {
        AutocastReference resNet = AutocastReference.of(new ResNet50());
        AutocastReference efficientNet = AutocastReference.of(new EfficientNetB0());
        if (!Effort.THOROUGH) {
            return Stream.of(
                    Arguments.of("resnet", "resnet50", new ResNet50(), resNet.ofDraw("golden", 2)),
                    Arguments.of(
                            "efficientnet", "efficientnet_b0", new EfficientNetB0(), efficientNet.ofDraw("fifth", 1)));
        }
        return Stream.of(
                Arguments.of("vgg", "vgg19", new Vgg19(), AutocastReference.of(new Vgg19())),
                Arguments.of("resnet", "resnet50", new ResNet50(), resNet),
                Arguments.of("inception", "inception_v3", new InceptionV3(), AutocastReference.of(new InceptionV3())),
                Arguments.of("efficientnet", "efficientnet_b0", new EfficientNetB0(), efficientNet));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("networks")
    void errorsAreNoLargerThanAutocasts(String family, String model, Backbone backbone, AutocastReference autocast) {
        KerasReference keras =
                KerasReference.read(Path.of("..", "backbones-" + family, "src/test/resources/golden", model));
        Bfloat16Errors found = Bfloat16Errors.of(backbone, keras, autocast, half, single);
        SoftAssertions softly = new SoftAssertions();
        autocast.errors().forEach((name, theirs) -> {
            System.out.printf("%s, %s: %.3g, PyTorch's %.3g%n", model, name, found.error(name), theirs);
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
                double angle = ours.get(tensor.getKey());
                softly.assertThat(angle).as(tensor.getKey()).isLessThan(ONE_TENSOR * tensor.getValue() + SMALL);
                ourSum += angle;
                theirSum += tensor.getValue();
                compared++;
            }
        }
        System.out.printf(
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
