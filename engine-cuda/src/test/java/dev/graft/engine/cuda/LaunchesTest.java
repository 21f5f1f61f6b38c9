package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much a full training step of 32 images asks of a device. */
class LaunchesTest {
    static Stream<Arguments> backbones() {
        return Stream.of(new Vgg19(), new ResNet50(), new InceptionV3(), new EfficientNetB0())
                .map(backbone -> Arguments.of(backbone.spec().id(), backbone));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backbones")
    void aStepIsFewLaunchesAndMovesLittle(String id, Backbone backbone) {
        Plans.Step step = Plans.step(backbone, ElementType.BF16, 32);
        DevicePlan plan = step.plan();
        int commands = plan.steps().size();
        int instructions = step.program().instructions().size();
        double moved =
                plan.operations().stream().mapToDouble(PlannedOperation::bytes).sum();
        double least = least(step.program(), 32);
        System.out.printf(
                Locale.ROOT,
                "%s: %d launches for %d layers (%.2f of forward and backward) and %d instructions; %.2f GB moved, %.2f at"
                        + " least%n",
                id,
                commands,
                step.layers(),
                commands / (2.0 * step.layers()),
                instructions,
                moved / 1e9,
                least / 1e9);

        assertThat(commands).isLessThanOrEqualTo((int) (1.3 * instructions));
        assertThat(moved).isLessThan(1.5 * least);
    }

    /** Every instruction reads each of its values once and writes each once: maps in 2 bytes, the rest in 4. */
    private static double least(Program program, int batch) {
        double bytes = 0;
        for (Instruction instruction : program.instructions()) {
            for (Value value : instruction.inputs()) {
                bytes += bytes(value, batch);
            }
            for (Value value : instruction.outputs()) {
                bytes += bytes(value, batch);
            }
        }
        return bytes;
    }

    private static double bytes(Value value, int batch) {
        boolean map = value.isMap() && value.channels() > 4;
        return (double) value.elements() * (value.kind().perImage() ? batch : 1) * (map ? 2 : 4);
    }
}
