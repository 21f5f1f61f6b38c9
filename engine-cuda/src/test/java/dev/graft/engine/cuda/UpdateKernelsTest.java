package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.update.NativeFloats;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.SequentialHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.DecayScope;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** Parameters, statistics and waiting gradients after some steps, beside {@link ParameterUpdate}'s. */
class UpdateKernelsTest {
    private static final int IMAGES = 5;
    private static final int STEPS = 6;

    private static TransferModel model;
    private static TrainedSlices slices;

    /** Kernels of all three layouts, one of several pieces, penalties, and three learning rates. */
    @BeforeAll
    static void build() {
        model = TestModels.builder(new TinyBackbone(0))
                .head(SequentialHead.builder()
                        .averagePooling()
                        .dense(700, Activation.RELU)
                        .build())
                .build();
        penalize("head_out", new L2Regularization(0.3));
        penalize("stem_conv", new L1Regularization(0.2));
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        slices = TrainedSlices.of(
                new TrainingTask(model.graph(), model.frozenPrefix(freeze), freeze, model.headLayers()),
                Map.of("stem_conv", 0.1, "top_bn", 0.5),
                TrainedPlaces.STEP);
    }

    private static void penalize(String layer, org.nd4j.linalg.learning.regularization.Regularization term) {
        ((BaseLayer) model.graph().getLayer(layer).conf().getLayer()).setRegularization(List.of(term));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Stream<UpdateRule> rules() {
        return Stream.of(
                UpdateRule.of(Optimizer.adam(1e-2)),
                UpdateRule.of(Optimizer.adamW(1e-1)).withClipping(Clipping.byValue(0.7)),
                UpdateRule.of(Optimizer.adamW(1e-1).withWeightDecay(0.3).withScope(DecayScope.KERNELS)),
                UpdateRule.of(Optimizer.rmsProp(1e-2)).withClipping(Clipping.byNorm(4)),
                UpdateRule.of(Optimizer.rmsProp(1e-2).withCentered(true)).withAccumulation(3),
                UpdateRule.of(Optimizer.rmsProp(1e-2).withMomentum(0.9)),
                UpdateRule.of(Optimizer.rmsProp(1e-2).withMomentum(0.9).withCentered(true))
                        .withClipping(Clipping.byGlobalNorm(20)),
                UpdateRule.of(Optimizer.sgd(0.1)),
                UpdateRule.of(Optimizer.sgd(0.1).withMomentum(0.9)).withClipping(Clipping.byGlobalNorm(1e6)),
                UpdateRule.of(Optimizer.sgd(0.1).withMomentum(0.9).withNesterov(true))
                        .withClipping(Clipping.byGlobalNorm(20))
                        .withAccumulation(2),
                UpdateRule.of(Optimizer.adam(1e-2))
                        .withClipping(Clipping.byNorm(4))
                        .withAccumulation(4));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersMoveAsTheUpdateSays(UpdateRule rule) {
        check(Simulation.device(Care.BOTH_WAYS), rule, ElementType.F32, plan -> plan);
    }

    /** Convolutions' gradients come in bfloat16, and the kernels go there. */
    @ParameterizedTest
    @MethodSource("rules")
    void parametersMoveAsTheUpdateSaysWithKernelsInBfloat16(UpdateRule rule) {
        check(Simulation.device(Care.BOTH_WAYS), rule, ElementType.BF16, plan -> plan);
    }

    /** Of its parameter where norms are clipped, of all where all norms are together. */
    @Test
    void aNanSpreadsAsFarAsTheUpdateSays() {
        for (Clipping clipping :
                List.of(Clipping.none(), Clipping.byValue(0.7), Clipping.byNorm(4), Clipping.byGlobalNorm(20))) {
            check(
                    Simulation.device(Care.BOTH_WAYS),
                    UpdateRule.of(Optimizer.sgd(0.1)).withClipping(clipping),
                    ElementType.F32,
                    plan -> plan,
                    gradient -> {
                        gradient[7] = Float.NaN;
                        return gradient;
                    });
        }
    }

    /** @param mutation of the plan */
    static void check(Device device, UpdateRule rule, ElementType maps, UnaryOperator<DevicePlan> mutation) {
        check(device, rule, maps, mutation, gradient -> gradient);
    }

    private static void check(
            Device device,
            UpdateRule rule,
            ElementType maps,
            UnaryOperator<DevicePlan> mutation,
            UnaryOperator<float[]> change) {
        Random random = new Random(9);
        float[] begin = random(random, 1);
        try (NativeFloats parameters = NativeFloats.zeros(slices.length());
                NativeFloats gradients = NativeFloats.zeros(slices.length());
                ParameterUpdate expected = new ParameterUpdate(rule, slices.layout(), parameters, gradients, 1);
                UpdateRun found = new UpdateRun(device, slices, rule, maps, mutation)) {
            parameters.write(0, begin, begin.length);
            found.parameters(begin);
            for (int step = 1; step <= STEPS; step++) {
                float[] drawn = change.apply(random(random, IMAGES));
                drawn = maps == ElementType.F32 ? drawn : KernelCase.rounded(drawn);
                gradients.write(0, drawn, drawn.length);
                double rate = rule.optimizer().learningRate() / step;
                expected.apply(IMAGES, step, rate);
                found.step(drawn, UpdateKernelsTest::hasNarrowedGradient, numbers(rule, step, rate));
                compare(rule + ", step " + step, found.parameters(), parameters.toArray());
            }
            List<float[]> kept = new ArrayList<>(expected.save().values());
            for (int i = 0; i < found.kept().size(); i++) {
                compare(rule + ", kept " + i, found.kept().get(i), spread(kept.get(i + 1)));
            }
            if (maps != ElementType.F32) {
                requireNarrowed(found);
            }
        }
    }

    private static boolean isUsedNarrowed(StoredParameter source) {
        return source.isKernel() && source.layout() != StoredParameter.Layout.DENSE;
    }

    private static boolean hasNarrowedGradient(StoredParameter source) {
        return source.isKernel() && source.layout() == StoredParameter.Layout.PLAIN;
    }

    private static void requireNarrowed(UpdateRun found) {
        float[] right = KernelCase.rounded(found.parameters());
        float[] narrowed = found.narrowed();
        slices.forEach((source, slice) -> {
            if (isUsedNarrowed(source)) {
                int from = (int) slice.offset();
                int to = from + (int) slice.length();
                assertThat(Arrays.copyOfRange(narrowed, from, to))
                        .as(source.name())
                        .isEqualTo(Arrays.copyOfRange(right, from, to));
            }
        });
    }

    /** Values of all slices; gaps stay 0. */
    private static float[] random(Random random, double deviation) {
        float[] values = new float[(int) slices.length()];
        slices.forEach((source, slice) -> {
            for (int i = (int) slice.offset(); i < slice.offset() + slice.length(); i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        });
        return values;
    }

    /** From an array of what learns to a vector with gaps. */
    private static float[] spread(float[] dense) {
        float[] values = new float[(int) slices.length()];
        int at = 0;
        for (ParameterSlice slice : slices.layout().slices()) {
            if (slice.kind() == ParameterSlice.Kind.LEARNS) {
                System.arraycopy(dense, at, values, (int) slice.offset(), (int) slice.length());
                at += (int) slice.length();
            }
        }
        return values;
    }

    private static float[] numbers(UpdateRule rule, int step, double rate) {
        float[] numbers = new float[8];
        numbers[StepCells.IMAGES] = IMAGES;
        numbers[StepCells.RATE] = (float) rate;
        numbers[StepCells.DUE] = step % rule.accumulation() == 0 ? 1 : 0;
        int update = step / rule.accumulation();
        numbers[StepCells.ROOT] = (float) Math.sqrt(1 - (float) Math.pow(0.999f, update));
        numbers[StepCells.DIVISOR] = 1 - (float) Math.pow(0.9f, update);
        return numbers;
    }

    private static void compare(String name, float[] found, float[] expected) {
        double[] right = new double[expected.length];
        Arrays.setAll(right, i -> expected[i]);
        slices.forEach((source, slice) -> {
            int from = (int) slice.offset();
            int to = from + (int) slice.length();
            KernelNumbers.compare(
                    name + ", " + source.name(),
                    Arrays.copyOfRange(found, from, to),
                    Arrays.copyOfRange(right, from, to),
                    ElementType.F32);
        });
    }
}
