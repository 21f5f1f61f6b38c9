package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({"LEARNS, 3", "FIXED, 2"})
    void aDenseLayersActivationToo(Parameter.Role role, int instructions) {
        assertThat(after(new PostOperationFusion(), emit(SWISH, dense(role)))).hasSize(instructions);
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
    void anActivationBecomesPartOfASum() {
        assertThat(after(new PostOperationFusion(), emit(RELU, emit(ADD, input, input))))
                .containsExactly(new Forward.Add(List.of(activate(Function.RELU))));
    }
}
