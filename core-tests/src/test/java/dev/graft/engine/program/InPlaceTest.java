package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operation may overwrite, and where a plan puts it. That nothing is destroyed by it MemoryPlanTest says. */
class InPlaceTest {
    private static final Window WINDOW = new Window(new Extent(1, 1), new Extent(1, 1), Margins.NONE);
    private static final List<PostOperation> ADD =
            List.of(new PostOperation.Activate(Function.RELU), new PostOperation.Add());
    private static final List<PostOperation> RELU = List.of(new PostOperation.Activate(Function.RELU));
    /** Six inputs, more than any operation reads. */
    private static final List<Value> INPUTS = IntStream.range(0, 6)
            .mapToObj(id -> new Value(id, "x", Value.Kind.ACTIVATION, List.of(8)))
            .toList();

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(new Forward.Convolution(WINDOW, false, true, ADD), List.of(3)),
                Arguments.of(new Forward.Convolution(WINDOW, false, false, ADD), List.of(2)),
                Arguments.of(new Forward.Convolution(WINDOW, false, false, RELU), List.of()),
                Arguments.of(new Forward.Dense(true, ADD), List.of(3)),
                Arguments.of(new Forward.Dense(false, ADD), List.of(2)),
                Arguments.of(new Forward.Dense(false, RELU), List.of()),
                Arguments.of(new Forward.Add(List.of()), List.of(0, 1, 2, 3, 4, 5)),
                Arguments.of(new Backward.Accumulate(), List.of(0, 1, 2, 3, 4, 5)),
                Arguments.of(new Backward.ActivationGradient(Function.RELU, true), List.of(1)),
                Arguments.of(new Backward.MultiplyMapGradient(), List.of(1)),
                Arguments.of(new Backward.BatchNormalizationGradient(0, true, true), List.of(1)),
                Arguments.of(new Backward.RunningNormalizationGradient(0, true, true, true), List.of(1)),
                Arguments.of(new Backward.RunningNormalizationGradient(0, true, true, false), List.of()),
                Arguments.of(new Forward.Activate(Function.SWISH), List.of(0)),
                Arguments.of(new Forward.Dropout(0.5, 1, false), List.of(0)),
                Arguments.of(new Forward.Multiply(), List.of(0)),
                Arguments.of(new Forward.ScaleAndShift(), List.of(0)),
                Arguments.of(new Forward.RunningNormalization(0, true, true), List.of(0)),
                Arguments.of(new Forward.Reshape(), List.of(0)),
                Arguments.of(new Forward.Softmax(), List.of(0)),
                Arguments.of(new Backward.DropoutGradient(0.5, 1, false), List.of(0)),
                Arguments.of(new Backward.ScaleAndShiftGradient(), List.of(0)),
                Arguments.of(new Backward.ReshapeGradient(), List.of(0)),
                Arguments.of(new Backward.LossGradient(), List.of(0)),
                Arguments.of(new Forward.MaxPooling(WINDOW), List.of()),
                Arguments.of(new Forward.BatchNormalization(0, true, false), List.of()),
                Arguments.of(new Backward.MultiplyGateGradient(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationMayOverwriteWhatItReadsNumberByNumber(Operation operation, List<Integer> expected) {
        Value output = new Value(9, "y", Value.Kind.ACTIVATION, List.of(8));
        Instruction instruction = new Instruction(operation, INPUTS, List.of(output), "layer", Optional.empty());

        assertThat(InPlace.possible(instruction)).extracting(Value::id).isEqualTo(expected);
    }

    private final ProgramBuilder builder = new ProgramBuilder();
    private final Value input = builder.input("input", Value.Kind.INPUT, List.of(2, 4, 4));

    private static long bytes(Value value) {
        return 16 * value.elements();
    }

    private Value relu(Value x) {
        return builder.emit(new Forward.Activate(Function.RELU), "y", "layer", x);
    }

    @Test
    void whatIsReadForTheLastTimeIsOverwrittenAndResultsStay() {
        Value first = relu(input);
        Value second = relu(first);
        Value third = relu(second);

        MemoryPlan plan = MemoryPlan.of(builder.build(List.of(first, third), Map.of()), InPlaceTest::bytes);

        assertThat(plan.size()).isEqualTo(2 * bytes(input));
        assertThat(plan.offsets()).containsOnlyKeys(input, first, second, third);
        assertThat(plan.offsets().get(first)).isEqualTo(plan.offsets().get(input));
        assertThat(plan.offsets().get(second)).isNotEqualTo(plan.offsets().get(first));
        assertThat(plan.offsets().get(third)).isEqualTo(plan.offsets().get(second));
    }

    @Test
    void whatLiesElsewhereHasNoPlaceAndIsNotOverwritten() {
        Value first = relu(input);

        MemoryPlan plan =
                MemoryPlan.of(builder.build(List.of(first), Map.of()), value -> value.equals(input) ? 0 : bytes(value));

        assertThat(plan.offsets()).containsOnlyKeys(first);
        assertThat(plan.workspaces()).isEmpty();
        assertThat(plan.size()).isEqualTo(bytes(first));
    }

    private static final MemoryPlan.Sizes NEVER_IN_PLACE = new MemoryPlan.Sizes() {
        @Override
        public long bytes(Value value) {
            return InPlaceTest.bytes(value);
        }

        @Override
        public boolean inPlace(Instruction instruction, Value read) {
            return false;
        }
    };

    @Test
    void anEngineMayForbidIt() {
        Value second = relu(relu(input));

        assertThat(MemoryPlan.of(builder.build(List.of(second), Map.of()), NEVER_IN_PLACE)
                        .size())
                .isEqualTo(2 * bytes(input));
    }

    @Test
    void gradientsStayUntilTheEnd() {
        Value kernel = builder.parameter(
                "kernel",
                Parameter.Role.LEARNS,
                new StoredParameter("layer", "W", StoredParameter.Layout.PLAIN),
                input.dimensions());
        Value gradient = builder.value("gradient", Value.Kind.PARAMETER_GRADIENT, input.dimensions());
        builder.add(new Instruction(
                new Backward.ReshapeGradient(), List.of(input), List.of(gradient), "layer", Optional.empty()));
        Value last = relu(relu(input));

        MemoryPlan plan = MemoryPlan.of(builder.build(List.of(last), Map.of(kernel, gradient)), NEVER_IN_PLACE);

        assertThat(plan.size()).isEqualTo(3 * bytes(input));
    }

    @Test
    void whereAllLiesElsewhereThereIsNoPlan() {
        MemoryPlan plan = MemoryPlan.of(builder.build(List.of(relu(input)), Map.of()), value -> 0);

        assertThat(plan).isEqualTo(new MemoryPlan(Map.of(), Map.of(), 0));
    }

    @Test
    void onlyWhatIsAsLargeAndPossibleIsOverwritten() {
        MemoryPlan.Sizes sizes = InPlaceTest::bytes;
        Value small = new Value(8, "small", Value.Kind.ACTIVATION, List.of(8));
        Value large = new Value(9, "large", Value.Kind.ACTIVATION, List.of(9));
        Instruction same = Instruction.of(new Forward.Reshape(), INPUTS, List.of(small), "layer");
        Instruction other = Instruction.of(new Forward.Reshape(), INPUTS, List.of(large), "layer");

        assertThat(sizes.inPlace(same, INPUTS.get(0))).isTrue();
        assertThat(sizes.inPlace(same, INPUTS.get(1))).isFalse();
        assertThat(sizes.inPlace(other, INPUTS.get(0))).isFalse();
        assertThat(sizes.workspace(same)).isZero();
    }

    @Test
    void privateDataStayUntilTheirGradient() {
        Instruction forward = Instruction.of(new Forward.MaxPooling(WINDOW), List.of(input), List.of(value()), "pool");
        Instruction between =
                Instruction.of(new Forward.Activate(Function.RELU), forward.outputs(), List.of(value()), "relu");
        Instruction backward = new Instruction(
                new Backward.MaxPoolingGradient(WINDOW),
                List.of(input, between.output()),
                List.of(value()),
                "pool",
                Optional.of(forward.output()));
        Instruction after =
                Instruction.of(new Forward.Activate(Function.RELU), backward.outputs(), List.of(value()), "relu");
        MemoryPlan.Sizes sizes = new MemoryPlan.Sizes() {
            @Override
            public long bytes(Value value) {
                return InPlaceTest.bytes(value);
            }

            @Override
            public long workspace(Instruction instruction) {
                return instruction == forward ? 100 : 0;
            }
        };

        MemoryPlan plan = MemoryPlan.of(
                new Program(
                        List.of(input),
                        List.of(),
                        List.of(forward, between, backward, after),
                        List.of(after.output()),
                        Map.of()),
                sizes);

        // Three maps at the gradient, and 100 bytes up to a multiple of 64.
        assertThat(plan.workspaces()).containsOnlyKeys(forward.output());
        assertThat(plan.size()).isEqualTo(3 * bytes(input) + 128);
    }

    private Value value() {
        return builder.value("y", Value.Kind.ACTIVATION, input.dimensions());
    }
}
