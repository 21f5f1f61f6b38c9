package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where neighbours become one instruction and where they must not, on programs of a few instructions. */
class MergingsTest {
    private static final Window WINDOW = new Window(new Extent(1, 1), new Extent(1, 1), Margins.NONE);
    private static final Forward SCALE = new Forward.ScaleAndShift();
    private static final Forward ADD = new Forward.Add(List.of());
    private static final Forward RELU = new Forward.Activate(Function.RELU);
    private static final Forward SWISH = new Forward.Activate(Function.SWISH);

    private final ProgramBuilder builder = new ProgramBuilder();
    private final Value input = builder.input("input", Value.Kind.INPUT, List.of(2, 3, 3));

    private Value parameter(String name, Parameter.Role role, Integer... dimensions) {
        return builder.parameter(
                name, role, new StoredParameter(name, "b", StoredParameter.Layout.PLAIN), List.of(dimensions));
    }

    private Value emit(Forward operation, Value... operands) {
        return builder.emit(operation, "y", "layer", operands);
    }

    private Value scaled(Value x, String name) {
        Parameter.Role fixed = Parameter.Role.FIXED;
        return emit(SCALE, x, parameter(name + "/scale", fixed, 2), parameter(name + "/shift", fixed, 2));
    }

    private Value convolved(Parameter.Role role, PostOperation... postOperations) {
        Forward operation = new Forward.Convolution(WINDOW, false, false, List.of(postOperations));
        return emit(operation, input, parameter("kernel", role, 2, 2, 1, 1));
    }

    private Value dense(Parameter.Role role, PostOperation... postOperations) {
        Value vector = emit(new Forward.GlobalAveragePooling(), input);
        return emit(new Forward.Dense(false, List.of(postOperations)), vector, parameter("weights", role, 2, 2));
    }

    private static PostOperation activate(Function function) {
        return new PostOperation.Activate(function);
    }

    private List<Operation> after(Merging merging, Value... outputs) {
        Program program = new MergePass(merging).apply(builder.build(List.of(outputs), Map.of()));
        return program.instructions().stream().map(Instruction::operation).toList();
    }

    @Test
    void aReluBecomesPartOfANormalizationOnce() {
        Value beta = parameter("beta", Parameter.Role.LEARNS, 2);
        Value mean = parameter("mean", Parameter.Role.FIXED, 2);
        Value variance = parameter("variance", Parameter.Role.FIXED, 2);
        Forward running = new Forward.RunningNormalization(0.5, false, false);
        Value twice = emit(RELU, emit(RELU, emit(running, input, beta, mean, variance)));
        Value six = emit(new Forward.Activate(Function.RELU6), emit(running, input, beta, mean, variance));

        assertThat(after(new NormalizationFusion(), twice, six))
                .containsExactly(
                        new Forward.RunningNormalization(0.5, false, true),
                        RELU,
                        running,
                        new Forward.Activate(Function.RELU6));
    }

    @Test
    void aReluBecomesPartOfABatchNormalizationWhoseStatisticsStayItsOwn() {
        Value beta = parameter("beta", Parameter.Role.LEARNS, 2);
        List<Value> results = new ArrayList<>(List.of(builder.value("y", Value.Kind.ACTIVATION, List.of(2, 3, 3))));
        results.add(builder.value("mean", Value.Kind.BATCH_STATISTICS, List.of(2)));
        results.add(builder.value("variance", Value.Kind.BATCH_STATISTICS, List.of(2)));
        builder.add(Instruction.of(
                new Forward.BatchNormalization(0.5, false, false), List.of(input, beta), results, "norm"));
        Value activated = emit(RELU, results.get(0));
        Value again = emit(RELU, activated);

        Program program = new MergePass(new NormalizationFusion()).apply(builder.build(List.of(again), Map.of()));

        assertThat(program.instructions())
                .containsExactly(
                        Instruction.of(
                                new Forward.BatchNormalization(0.5, false, true),
                                List.of(input, beta),
                                List.of(activated, results.get(1), results.get(2)),
                                "norm"),
                        Instruction.of(RELU, List.of(activated), List.of(again), "layer"));
    }

    @Test
    void aReshapeToOnePixelBecomesPartOfAGlobalPoolingAlone() {
        Forward mean = new Forward.GlobalAveragePooling();
        Forward maximum = new Forward.GlobalMaxPooling();
        Value pixel = reshaped(emit(mean, input), 2, 1, 1);
        Value largest = reshaped(emit(maximum, input), 2, 1, 1);
        Value rows = reshaped(emit(mean, input), 1, 2, 1);
        Value activated = reshaped(emit(RELU, emit(maximum, input)), 2, 1, 1);
        Value other = emit(RELU, emit(maximum, input));

        assertThat(after(new ReshapeFolding(), pixel, largest, rows, activated, other))
                .containsExactly(
                        mean,
                        maximum,
                        mean,
                        new Forward.Reshape(),
                        maximum,
                        RELU,
                        new Forward.Reshape(),
                        maximum,
                        RELU);
    }

    private Value reshaped(Value x, Integer... dimensions) {
        Value y = builder.value("y", Value.Kind.ACTIVATION, List.of(dimensions));
        builder.add(Instruction.of(new Forward.Reshape(), List.of(x), List.of(y), "layer"));
        return y;
    }

    @Test
    void aScaleBecomesPartOfAConstantKernel() {
        assertThat(after(new ScaleFolding(), scaled(convolved(Parameter.Role.FIXED), "norm")))
                .containsExactly(new Forward.Convolution(WINDOW, false, true, List.of()));
    }

    @Test
    void aScaleBecomesPartOfAConstantDenseKernel() {
        assertThat(after(new ScaleFolding(), scaled(dense(Parameter.Role.FIXED), "norm")))
                .containsExactly(new Forward.GlobalAveragePooling(), new Forward.Dense(true, List.of()));
    }

    @Test
    void aKernelThatLearnsIsNotScaled() {
        assertThat(after(new ScaleFolding(), scaled(convolved(Parameter.Role.LEARNS), "norm")))
                .containsExactly(new Forward.Convolution(WINDOW, false, false, List.of()), SCALE);
    }

    @Test
    void whatAnActivationGaveIsNotScaledBelowIt() {
        Value one = scaled(convolved(Parameter.Role.FIXED, activate(Function.RELU)), "norm");
        Value other = scaled(dense(Parameter.Role.FIXED, activate(Function.RELU)), "norm");

        assertThat(after(new ScaleFolding(), one, other))
                .filteredOn(SCALE::equals)
                .hasSize(2);
    }

    @Test
    void scalesThatFollowEachOtherAreOne() {
        assertThat(after(new ScaleMerging(), scaled(scaled(emit(RELU, input), "first"), "second")))
                .containsExactly(RELU, SCALE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Parameter.Role.class,
            names = {"LEARNS", "FIXED"})
    void anActivationIsFusedIfItsDerivativeFollowsFromItsResultOrNothingLearns(Parameter.Role role) {
        boolean learns = role == Parameter.Role.LEARNS;
        PostOperation relu = activate(Function.RELU);

        assertThat(after(new PostOperationFusion(), emit(SWISH, emit(RELU, convolved(role)))))
                .isEqualTo(
                        learns
                                ? List.of(new Forward.Convolution(WINDOW, false, false, List.of(relu)), SWISH)
                                : List.of(new Forward.Convolution(
                                        WINDOW, false, false, List.of(relu, activate(Function.SWISH)))));
    }

    @Test
    void aDenseLayersActivationsToo() {
        List<PostOperation> both = List.of(activate(Function.RELU), activate(Function.SWISH));

        assertThat(after(new PostOperationFusion(), emit(SWISH, emit(RELU, dense(Parameter.Role.FIXED)))))
                .containsExactly(new Forward.GlobalAveragePooling(), new Forward.Dense(false, both));
    }

    @Test
    void aSumOfTwoIsFusedAndWhatFollowsIt() {
        Value sum = emit(ADD, input, convolved(Parameter.Role.FIXED));

        assertThat(after(new PostOperationFusion(), emit(RELU, sum)))
                .containsExactly(new Forward.Convolution(
                        WINDOW, false, false, List.of(new PostOperation.Add(), activate(Function.RELU))));
    }

    @Test
    void otherSumsAreNot() {
        Value kernelResult = convolved(Parameter.Role.FIXED);
        Value three = emit(ADD, kernelResult, input, input);
        Value ofSum = emit(ADD, emit(ADD, input, input), input);
        Value withActivation =
                emit(new Forward.Add(List.of(activate(Function.RELU))), convolved(Parameter.Role.FIXED), input);
        Value scaled = scaled(convolved(Parameter.Role.FIXED), "norm");

        assertThat(after(new PostOperationFusion(), three, ofSum, withActivation, scaled))
                .hasSize(8);
    }

    @Test
    void whatIsWantedAsAnOutputStaysAnInstruction() {
        Value convolution = convolved(Parameter.Role.FIXED);

        assertThat(after(new PostOperationFusion(), convolution, emit(RELU, convolution)))
                .containsExactly(new Forward.Convolution(WINDOW, false, false, List.of()), RELU);
    }

    @Test
    void anActivationBecomesPartOfASum() {
        assertThat(after(new PostOperationFusion(), emit(RELU, emit(ADD, input, input))))
                .containsExactly(new Forward.Add(List.of(activate(Function.RELU))));
    }

    @Test
    void onlyAFirstResultThatOneInstructionReadsIsOfferedToARule() {
        Value beta = parameter("beta", Parameter.Role.LEARNS, 2);
        Value normalized = builder.value("y", Value.Kind.ACTIVATION, List.of(2, 3, 3));
        Value mean = builder.value("mean", Value.Kind.BATCH_STATISTICS, List.of(2));
        Value variance = builder.value("variance", Value.Kind.BATCH_STATISTICS, List.of(2));
        builder.add(Instruction.of(
                new Forward.BatchNormalization(0.5, false, false),
                List.of(input, beta),
                List.of(normalized, mean, variance),
                "norm"));
        Value activated = emit(RELU, normalized);
        Value ofMean = emit(RELU, mean);
        Value twice = emit(ADD, activated, activated);
        List<Value> offered = new ArrayList<>();

        after(
                (first, between, second, context) -> {
                    offered.add(between);
                    return Optional.empty();
                },
                ofMean,
                twice);

        assertThat(offered).containsExactly(normalized);
    }

    @Test
    void ofTwoOperandsTheOneThatWasWrittenLastTakesTheSum() {
        Value first = convolved(Parameter.Role.FIXED);
        Value second = dense(Parameter.Role.FIXED);
        Value third = emit(new Forward.GlobalAveragePooling(), first);

        Program program = new MergePass(new PostOperationFusion())
                .apply(builder.build(List.of(emit(ADD, second, third)), Map.of()));

        // The sum needs what is written after the dense layer, so that waits for it.
        assertThat(program.instructions())
                .extracting(Instruction::operation)
                .containsExactly(
                        new Forward.Convolution(WINDOW, false, false, List.of()),
                        new Forward.GlobalAveragePooling(),
                        new Forward.GlobalAveragePooling(),
                        new Forward.Dense(false, List.of(new PostOperation.Add())));
        assertThat(program.instructions().get(3).inputs()).endsWith(third);
    }

    @Test
    void whatNothingNeedsIsRemoved() {
        Value needed = emit(RELU, input);
        Value unused = convolved(Parameter.Role.FIXED);
        Value mean = parameter("mean", Parameter.Role.FIXED, 2);
        Instruction update =
                Instruction.of(new Forward.UpdateStatistics(0.9), List.of(mean, mean, mean, mean), List.of(), "norm");
        builder.add(update);

        Program program = DeadCode.apply(builder.build(List.of(needed), Map.of()));

        assertThat(program.instructions()).extracting(Instruction::operation).containsExactly(RELU, update.operation());
        assertThat(program.parameters()).extracting(Parameter::value).containsExactly(mean);
        assertThat(program.values()).doesNotContain(unused);
    }

    @Test
    void aGradientsForwardInstructionAndItsParameterAreNeeded() {
        Value kernel = parameter("kernel", Parameter.Role.LEARNS, 2, 3, 3);
        Value forward = emit(RELU, input);
        Value gradient = builder.value("gradient", Value.Kind.PARAMETER_GRADIENT, List.of(2, 3, 3));
        builder.add(new Instruction(
                new Backward.ReshapeGradient(), List.of(input), List.of(gradient), "layer", Optional.of(forward)));
        Program before = builder.build(List.of(), Map.of(kernel, gradient));

        Program program = DeadCode.apply(before);

        assertThat(program.instructions()).isEqualTo(before.instructions());
        assertThat(program.parameters()).isEqualTo(before.parameters());
        assertThat(program.gradients()).isEqualTo(before.gradients());
    }

    @Test
    void anOutputThatIsReadAsWellIsComputedForItselfWhereItsReaderCouldBeFolded() {
        Value convolution = convolved(Parameter.Role.FIXED);
        Value scaled = scaled(convolution, "norm");
        Value activated = emit(RELU, scaled);
        Value last = emit(SWISH, activated);
        Program before = builder.build(List.of(input, convolution, scaled, activated, last), Map.of());

        Program program = SeparateOutputs.apply(before);

        // The convolution, a copy for itself, another for the copied scale; the rest is left alone.
        assertThat(program.instructions())
                .extracting(Instruction::operation)
                .containsExactly(
                        new Forward.Convolution(WINDOW, false, false, List.of()),
                        new Forward.Convolution(WINDOW, false, false, List.of()),
                        new Forward.Convolution(WINDOW, false, false, List.of()),
                        SCALE,
                        SCALE,
                        RELU,
                        SWISH);
        assertThat(program.outputs().get(0)).isEqualTo(input);
        assertThat(program.outputs().subList(3, 5)).containsExactly(activated, last);
        assertThat(program.outputs()).doesNotContain(convolution, scaled);
        List<Value> written =
                program.instructions().stream().map(Instruction::output).toList();
        assertThat(program.outputs().get(1)).isEqualTo(written.get(1));
        assertThat(program.outputs().get(2)).isEqualTo(written.get(4));
        assertThat(program.instructions().get(4).inputs()).startsWith(written.get(2));
    }

    @Test
    void anExplanationSaysWhatWasFused() {
        Value beta = parameter("beta", Parameter.Role.LEARNS, 2);
        Value statistics = parameter("statistics", Parameter.Role.FIXED, 2);
        Value normalized =
                emit(new Forward.RunningNormalization(0.5, false, true), input, beta, statistics, statistics);
        Value plain = emit(new Forward.RunningNormalization(0.5, false, false), input, beta, statistics, statistics);
        Value sum = emit(new Forward.Add(List.of(activate(Function.TANH))), normalized, plain);
        Value units = dense(Parameter.Role.FIXED, activate(Function.RELU6), activate(Function.SWISH));
        Value mean = emit(new Forward.AveragePooling(WINDOW), sum);

        assertThat(Explanation.of(builder.build(List.of(mean, units), Map.of())))
                .anyMatch(line -> line.contains("RunningNormalization +relu(%0, beta, statistics, statistics)"))
                .anyMatch(line -> line.contains("RunningNormalization(%0, beta"))
                .anyMatch(line -> line.contains("Add +tanh("))
                .anyMatch(line -> line.contains("Dense +relu6 +swish("))
                .anyMatch(line -> line.contains("AveragePooling 1x1("));
    }

    @Test
    void whatFollowsAFusedActivationCannotBeDifferentiated() {
        Value swish = convolved(Parameter.Role.LEARNS, activate(Function.SWISH));
        Value logits = emit(new Forward.GlobalAveragePooling(), swish);
        Value labels = builder.input("labels", Value.Kind.LABELS, List.of(2));
        Value weights = builder.input("weights", Value.Kind.IMAGE_WEIGHTS, List.of());
        Value loss = emit(new Forward.SoftmaxCrossEntropy(), logits, labels, weights);

        assertThatThrownBy(() -> Differentiation.of(builder.build(List.of(loss), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a value that is not kept");
    }
}
