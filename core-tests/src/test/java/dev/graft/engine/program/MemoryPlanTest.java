package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testkit.program.Interpreter;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Training;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryPlanTest {
    private static final int BATCH = 2;
    private static final long WORKSPACE = 24;

    static Stream<Training> trainings() {
        return SmallNetworks.trainings();
    }

    private static final MemoryPlan.Sizes SIZES = new MemoryPlan.Sizes() {
        @Override
        public long bytes(Value value) {
            boolean planned = value.kind() != Value.Kind.PARAMETER && value.kind() != Value.Kind.STATISTICS;
            return planned ? Double.BYTES * (value.kind().perImage() ? BATCH : 1) * value.elements() : 0;
        }

        @Override
        public long workspace(Instruction instruction) {
            return instruction.operation() instanceof Forward.MaxPooling ? WORKSPACE : 0;
        }
    };

    /** Every value lives in one array, where the plan says; what shares a place wrongly destroys a result. */
    @ParameterizedTest
    @MethodSource("trainings")
    void aProgramThatRunsInThePlannedMemoryGivesTheSame(Training training) {
        Program program = program(training);
        MemoryPlan plan = MemoryPlan.of(program, SIZES);
        Interpreter interpreter =
                Interpreter.of(program, training.network().model().graph());
        Map<Value, double[]> expected = interpreter.run(0, BATCH, PassesTest.inputs(program));

        Map<Value, double[]> found = runInPlan(program, plan, training);

        PassesTest.assertEqual(program.outputs(), expected, program.outputs(), found);
        List<Value> gradients = PassesTest.gradients(program);
        PassesTest.assertEqual(gradients, expected, gradients, found);
    }

    private static Program program(Training training) {
        return Differentiation.of(Programs.improved(training.network().forward(training.freeze())));
    }

    private static Map<Value, double[]> runInPlan(Program program, MemoryPlan plan, Training training) {
        double[] memory = new double[Math.toIntExact(plan.size() / Double.BYTES)];
        Map<Value, double[]> parameters = new HashMap<>(
                Interpreter.of(program, training.network().model().graph()).parameters());
        List<double[]> inputs = PassesTest.inputs(program);
        for (int i = 0; i < inputs.size(); i++) {
            write(plan, memory, program.inputs().get(i), inputs.get(i));
        }
        for (Instruction instruction : program.instructions()) {
            poison(plan, memory, instruction);
            Map<Value, double[]> values = new HashMap<>(parameters);
            for (Value input : instruction.inputs()) {
                if (!parameters.containsKey(input)) {
                    values.put(input, read(plan, memory, input));
                }
            }
            Interpreter.execute(instruction, values, BATCH, 0);
            instruction.outputs().forEach(output -> write(plan, memory, output, values.get(output)));
            writeWorkspace(plan, memory, instruction);
        }
        Map<Value, double[]> results = new HashMap<>();
        Stream.concat(program.outputs().stream(), program.gradients().values().stream())
                .forEach(value -> results.put(value, read(plan, memory, value)));
        return results;
    }

    /** An output may lie over an input only if it lies exactly there and the operation can work in place. */
    private static void poison(MemoryPlan plan, double[] memory, Instruction instruction) {
        for (Value output : instruction.outputs()) {
            boolean inPlace = output.equals(instruction.output())
                    && InPlace.possible(instruction).stream()
                            .anyMatch(input ->
                                    plan.offsets().containsKey(input) && place(plan, input) == place(plan, output));
            if (!inPlace) {
                double[] nothing = new double[Math.toIntExact(SIZES.bytes(output) / Double.BYTES)];
                Arrays.fill(nothing, Double.NaN);
                write(plan, memory, output, nothing);
            }
        }
    }

    /** Written when the forward instruction ends, looked at when its backward instruction begins. */
    private static void writeWorkspace(MemoryPlan plan, double[] memory, Instruction instruction) {
        if (instruction.operation() instanceof Forward.MaxPooling) {
            fill(plan, memory, instruction.output(), instruction.output().id());
        } else if (instruction.operation() instanceof Backward.MaxPoolingGradient) {
            Value forward = instruction.forward().orElseThrow();
            int at = Math.toIntExact(plan.workspaces().get(forward) / Double.BYTES);
            assertThat(memory[at]).as("private data of %s", forward).isEqualTo(forward.id());
        }
    }

    private static void fill(MemoryPlan plan, double[] memory, Value forward, double value) {
        int at = Math.toIntExact(plan.workspaces().get(forward) / Double.BYTES);
        for (int i = 0; i < WORKSPACE / Double.BYTES; i++) {
            memory[at + i] = value;
        }
    }

    private static void write(MemoryPlan plan, double[] memory, Value value, double[] values) {
        System.arraycopy(values, 0, memory, place(plan, value), values.length);
    }

    private static double[] read(MemoryPlan plan, double[] memory, Value value) {
        double[] values = new double[Math.toIntExact(SIZES.bytes(value) / Double.BYTES)];
        System.arraycopy(memory, place(plan, value), values, 0, values.length);
        return values;
    }

    private static int place(MemoryPlan plan, Value value) {
        return Math.toIntExact(plan.offsets().get(value) / Double.BYTES);
    }

    /** These look at whole rows or channels before they write; all others that work in place go number by number. */
    private static final Set<Class<? extends Operation>> LOOK_FIRST = Set.of(
            Forward.Softmax.class,
            Backward.LossGradient.class,
            Backward.BatchNormalizationGradient.class,
            Backward.RunningNormalizationGradient.class);

    @ParameterizedTest
    @MethodSource("trainings")
    void whatIsOverwrittenInPlaceIsReadAtThatPlaceAlone(Training training) {
        Program program = program(training);
        Map<Value, double[]> values =
                Interpreter.of(program, training.network().model().graph()).run(0, BATCH, PassesTest.inputs(program));
        for (Instruction instruction : program.instructions()) {
            for (Value input : InPlace.possible(instruction)) {
                if (SIZES.inPlace(instruction, input)
                        && !LOOK_FIRST.contains(instruction.operation().getClass())) {
                    assertReadAtItsPlace(instruction, input, values);
                }
            }
        }
    }

    private static void assertReadAtItsPlace(Instruction instruction, Value input, Map<Value, double[]> values) {
        double[] before = output(instruction, values);
        double[] changed = values.get(input).clone();
        int at = changed.length / 2;
        changed[at] += 100;
        Map<Value, double[]> others = new HashMap<>(values);
        others.put(input, changed);

        double[] after = output(instruction, others);

        after[at] = before[at];
        assertThat(after).as("%s in place of %s", instruction, input).isEqualTo(before);
    }

    private static double[] output(Instruction instruction, Map<Value, double[]> values) {
        Map<Value, double[]> copy = new HashMap<>(values);
        Interpreter.execute(instruction, copy, BATCH, 0);
        return copy.get(instruction.output()).clone();
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void memoryIsHardlyMoreThanLivesAtOnce(Training training) {
        Program program = program(training);

        MemoryPlan plan = MemoryPlan.of(program, SIZES);

        assertThat(plan.size()).isLessThanOrEqualTo(Math.round(1.1 * largest(program)));
        assertThat(plan.offsets().values()).allMatch(offset -> offset % 64 == 0);
    }

    /** Bytes of what has been written and will be read, at the instruction where it is most. */
    private static long largest(Program program) {
        List<Instruction> instructions = program.instructions();
        Set<Value> written = new HashSet<>(program.inputs());
        long largest = 0;
        for (int at = 0; at < instructions.size(); at++) {
            written.addAll(instructions.get(at).outputs());
            Set<Value> live = new HashSet<>(program.outputs());
            live.addAll(program.gradients().values());
            live.addAll(instructions.get(at).outputs());
            instructions.subList(at, instructions.size()).forEach(later -> live.addAll(later.inputs()));
            live.retainAll(written);
            largest = Math.max(
                    largest,
                    live.stream()
                            .mapToLong(value -> aligned(SIZES.bytes(value)))
                            .sum());
        }
        long workspaces = program.instructions().stream()
                .mapToLong(instruction -> aligned(SIZES.workspace(instruction)))
                .sum();
        return largest + workspaces;
    }

    private static long aligned(long bytes) {
        return (bytes + 63) / 64 * 64;
    }
}
