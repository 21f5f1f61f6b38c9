package dev.graft.engine.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.compiled.OperationRecorder.Access;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations of a plan are called, what they move, and how their times are added up. */
class ProfileTest {
    private static final Window WINDOW = window(1, 1);
    private static final Value MAP = new Value(0, "map", Value.Kind.ACTIVATION, List.of(2, 6, 5));
    private static final Value KERNEL = new Value(1, "kernel", Value.Kind.PARAMETER, List.of(4, 2, 3, 3));
    private static final Value RESULT = new Value(2, "result", Value.Kind.ACTIVATION, List.of(4, 4, 3));
    private static final Value NUMBER = new Value(3, "number", Value.Kind.LOSS, List.of());

    private static Window window(int down, int right) {
        return new Window(new Extent(3, 3), new Extent(down, right), Margins.NONE);
    }

    private static Instruction instruction(Operation operation, Value result) {
        return new Instruction(operation, List.of(MAP, KERNEL), List.of(result), "layer", Optional.empty());
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(
                        new Forward.Convolution(WINDOW, false, true, List.of()),
                        Phase.FORWARD,
                        "Convolution 3x3",
                        false),
                Arguments.of(
                        new Forward.Convolution(window(2, 2), true, true, List.of()),
                        Phase.FORWARD,
                        "DepthwiseConvolution 3x3/2",
                        false),
                Arguments.of(
                        new Backward.ConvolutionDataGradient(window(1, 2), false),
                        Phase.BACKWARD_DATA,
                        "ConvolutionDataGradient 3x3/1x2",
                        false),
                Arguments.of(
                        new Backward.ConvolutionWeightsGradient(WINDOW, true, false),
                        Phase.BACKWARD_WEIGHTS,
                        "DepthwiseConvolutionWeightsGradient 3x3",
                        false),
                Arguments.of(
                        new Backward.DenseWeightsGradient(true), Phase.BACKWARD_WEIGHTS, "DenseWeightsGradient", false),
                Arguments.of(new Forward.SoftmaxCrossEntropy(), Phase.LOSS, "SoftmaxCrossEntropy", false),
                Arguments.of(new Backward.LossGradient(), Phase.LOSS, "LossGradient", false),
                Arguments.of(new Forward.Activate(Function.RELU), Phase.FORWARD, "Activate", false),
                Arguments.of(new Forward.Concatenate(), Phase.FORWARD, "Concatenate", true),
                Arguments.of(new Backward.ConcatenateGradient(1), Phase.BACKWARD_DATA, "ConcatenateGradient", true),
                Arguments.of(new Forward.Pad(Margins.NONE), Phase.FORWARD, "Pad", true),
                Arguments.of(new Backward.PadGradient(Margins.NONE), Phase.BACKWARD_DATA, "PadGradient", true),
                Arguments.of(new Forward.Flatten(true), Phase.FORWARD, "Flatten", true),
                Arguments.of(new Backward.FlattenGradient(true), Phase.BACKWARD_DATA, "FlattenGradient", true),
                Arguments.of(new Forward.Reshape(), Phase.FORWARD, "Reshape", true),
                Arguments.of(new Backward.ReshapeGradient(), Phase.BACKWARD_DATA, "ReshapeGradient", true));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationHasAPhaseAndAName(Operation operation, Phase phase, String name, boolean moves) {
        // Weights' gradients are kernels of the shape that the map has here.
        Value result = operation instanceof Backward.ConvolutionWeightsGradient ? KERNEL : RESULT;
        Instruction instruction =
                new Instruction(operation, List.of(MAP, RESULT), List.of(result), "layer", Optional.empty());

        Subject subject = Subject.of(instruction, 1);

        assertThat(subject.phase()).isEqualTo(phase);
        assertThat(subject.operation()).isEqualTo(name);
        assertThat(subject.moves()).isEqualTo(moves);
        assertThat(subject.layer()).isEqualTo("layer");
    }

    @Test
    void theWorkIsTwoOperationsForEachMultiplicationOfEachImage() {
        Forward convolution = new Forward.Convolution(WINDOW, false, false, List.of());

        Subject subject = Subject.of(instruction(convolution, RESULT), 5);

        assertThat(subject.flops()).isEqualTo(2L * 5 * (4 * 2 * 3 * 3) * (4 * 3));
        assertThat(subject.shape()).isEqualTo("2x6x5 -> 4x4x3");
        assertThat(Subject.of(instruction(new Forward.SoftmaxCrossEntropy(), NUMBER), 5)
                        .shape())
                .isEqualTo("2x6x5 -> 1");
        Instruction update = Instruction.of(new Forward.UpdateStatistics(0.9), List.of(MAP), List.of(), "norm");
        assertThat(Subject.of(update, 1).shape()).isEqualTo("2x6x5");
        assertThat(Subject.copy("Input", MAP)).isEqualTo(new Subject(Phase.COPY, "Input", "map", "2x6x5", true, 0));
    }

    @Test
    void aChangeOfLayoutIsAnOperationOfItsOwnUnlessMovingIsTheWork() {
        OperationRecorder recorder = new OperationRecorder();
        Subject add = new Subject(Phase.FORWARD, "Add", "sum", "2 -> 2", false, 7);
        Subject pad = new Subject(Phase.FORWARD, "Pad", "pad", "2 -> 4", true, 0);
        recorder.begin(add);
        int reorder = recorder.step("reorder", true, List.of(), List.of());
        int first = recorder.step("jit", false, List.of(), List.of());
        int second = recorder.step("jit", false, List.of(), List.of());
        recorder.begin(pad);
        int padding = recorder.step("reorder", true, List.of(), List.of());

        assertThat(List.of(reorder, first, second, padding)).containsExactly(0, 1, 1, 2);
        assertThat(recorder.operations())
                .containsExactly(
                        new PlannedOperation(0, Phase.LAYOUT, "Layout for Add", "sum", "2 -> 2", "reorder", 1, 0, 0),
                        new PlannedOperation(1, Phase.FORWARD, "Add", "sum", "2 -> 2", "jit", 2, 7, 0),
                        new PlannedOperation(2, Phase.FORWARD, "Pad", "pad", "2 -> 4", "reorder", 1, 0, 0));
    }

    @Test
    void memoryThatStepsShareIsMovedOnce() {
        OperationRecorder recorder = new OperationRecorder();
        Object from = new Object();
        Object to = new Object();
        recorder.begin(Subject.copy("Input", MAP));
        recorder.step("one", false, List.of(new Access(from, 30, 40)), List.of(new Access(to, 5, 40)));
        recorder.step("other", false, List.of(new Access(from, 30, 40)), List.of(new Access(to, 6, 40)));

        PlannedOperation operation = recorder.operations().get(0);

        assertThat(operation.bytes()).isEqualTo(40 + 11);
        assertThat(operation.implementation()).isEqualTo("one, other");
    }

    @Test
    void timesAreThoseOfTheOperationsAndOfTheWhole() {
        AtomicLong clock = new AtomicLong(1000);
        EngineProfile profile = new EngineProfile(clock::get);
        PlannedOperation two = new PlannedOperation(0, Phase.FORWARD, "Add", "sum", "2 -> 2", "jit", 2, 0, 0);
        PlannedOperation one = new PlannedOperation(1, Phase.FORWARD, "Pad", "pad", "2 -> 4", "jit", 1, 0, 0);
        StepObserver observer = profile.observer();
        for (int pass = 0; pass < 3; pass++) {
            observer.begin();
            observer.run(two, () -> clock.addAndGet(10));
            clock.addAndGet(5);
            observer.run(two, () -> clock.addAndGet(20));
            observer.run(one, () -> clock.addAndGet(2));
            observer.end();
        }

        assertThat(profile.times()).containsExactly(new OperationTime(two, 3, 90), new OperationTime(one, 3, 6));
        assertThat(profile.passes()).isEqualTo(3);
        assertThat(profile.nanoseconds()).isEqualTo(3 * 37);

        profile.reset();

        assertThat(profile.times()).isEmpty();
        assertThat(profile.passes()).isZero();
        assertThat(profile.nanoseconds()).isZero();
    }

    @Test
    void whoDoesNotObserveRunsTheStep() {
        AtomicLong runs = new AtomicLong();

        StepObserver.NONE.run(new PlannedOperation(0, Phase.FORWARD, "", "", "", "", 1, 0, 0), runs::incrementAndGet);

        assertThat(runs).hasValue(1);
    }

    @Test
    void phasesAreCalledWhatTablesCallThem() {
        assertThat(Phase.BACKWARD_DATA).hasToString("backward data");
    }

    @Test
    void anInstructionGoesToTheEmitterOfItsOperation() {
        Emitters<List<String>> emitters = new Emitters<>();
        emitters.add(
                Forward.Pad.class, (instruction, pad, emission) -> emission.add(instruction.layer() + pad.margins()));
        List<String> emission = new ArrayList<>();

        emitters.emit(instruction(new Forward.Pad(Margins.NONE), RESULT), emission);

        assertThat(emission).containsExactly("layer0,0,0,0");
        assertThatThrownBy(() -> emitters.emit(instruction(new Forward.Concatenate(), RESULT), emission))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Concatenate");
    }
}
