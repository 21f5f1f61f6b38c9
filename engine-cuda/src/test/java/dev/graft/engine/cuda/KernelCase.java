package dev.graft.engine.cuda;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.cuda.device.Bfloat16;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.emit.Constants;
import dev.graft.engine.cuda.emit.FixedPlaces;
import dev.graft.engine.cuda.emit.KernelOrder;
import dev.graft.engine.cuda.emit.PlanCompiler;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.ParameterSource;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.Value;
import dev.graft.graph.InputShape;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.Interpreter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One instruction and numbers for its inputs: as a plan of its own, and as the interpreter computes it. */
final class KernelCase {
    /** Not 0: dropout's masks depend on it. */
    static final int STEP = 3;

    private final String name;
    private final Operation operation;
    private final int batch;
    private final Map<Value, float[]> inputs = new LinkedHashMap<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<Instruction> earlier = new ArrayList<>();
    private final Random random;
    private List<Value> operands = List.of();
    private Optional<Value> forward = Optional.empty();
    private Optional<ImageBatch> images = Optional.empty();
    private int values;

    KernelCase(String name, Operation operation, int batch) {
        this.name = name;
        this.operation = operation;
        this.batch = batch;
        this.random = new Random(name.hashCode());
    }

    // ---- values

    /** How numbers are drawn. */
    interface Numbers {
        float next(Random random);
    }

    static final Numbers NORMAL = random -> (float) random.nextGaussian();
    /** Many equal ones, for maxima. */
    static final Numbers WHOLE = random -> random.nextInt(5) - 2;

    static final Numbers POSITIVE = random -> 0.5f + random.nextFloat();

    KernelCase with(Numbers numbers, Value.Kind kind, int... dimensions) {
        Value value = value(kind, dimensions);
        float[] values = new float[Math.toIntExact(value.elements() * (kind.perImage() ? batch : 1))];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.next(random);
        }
        inputs.put(value, values);
        return this;
    }

    /** An array for each image. */
    KernelCase with(int... dimensions) {
        return with(NORMAL, Value.Kind.ACTIVATION, dimensions);
    }

    /** Images that enter as bytes. */
    KernelCase images(Preprocessing preprocessing, int height, int width) {
        InputShape shape = new InputShape(3, height, width);
        ImageBatch bytes = new ImageBatch(TestModels.pictures(batch, shape, random.nextLong()), shape, preprocessing);
        inputs.put(
                value(Value.Kind.ACTIVATION, 3, height, width),
                bytes.preprocessed().data().asFloat());
        images = Optional.of(bytes);
        return this;
    }

    KernelCase parameter(int... dimensions) {
        return with(NORMAL, Value.Kind.PARAMETER, dimensions);
    }

    KernelCase gives(Value.Kind kind, int... dimensions) {
        outputs.add(value(kind, dimensions));
        return this;
    }

    KernelCase gives(int... dimensions) {
        return gives(Value.Kind.ACTIVATION, dimensions);
    }

    /** Changes the values of the input given last. */
    KernelCase changed(UnaryOperator<float[]> change) {
        Value last = List.copyOf(inputs.keySet()).get(inputs.size() - 1);
        inputs.put(last, change.apply(inputs.get(last)));
        return this;
    }

    private Value value(Value.Kind kind, int... dimensions) {
        int id = values++;
        return new Value(id, "v" + id, kind, IntStream.of(dimensions).boxed().toList());
    }

    /**
     * Puts a forward instruction in front, which the last one belongs to.
     *
     * @param reads inputs
     * @param writes made by {@link #made}
     * @param operands of the last instruction, instead of all inputs
     */
    KernelCase after(Operation before, List<Value> reads, List<Value> writes, List<Value> operands) {
        earlier.add(new Instruction(before, reads, writes, name, Optional.empty()));
        this.operands = operands;
        this.forward = operation instanceof Backward ? Optional.of(writes.get(0)) : Optional.empty();
        return this;
    }

    /** A value between instructions. */
    Value made(Value.Kind kind, int... dimensions) {
        return value(kind, dimensions);
    }

    private static boolean isParameter(Value value) {
        return value.kind() == Value.Kind.PARAMETER || value.kind() == Value.Kind.STATISTICS;
    }

    /** Whether it is two launches of which the first rounds what the second begins with: activations are fused in f32 alone. */
    boolean roundsTwice(ElementType maps) {
        return maps == ElementType.BF16 && operation instanceof Forward.Activate && !earlier.isEmpty();
    }

    private List<Instruction> instructions() {
        List<Value> read = operands.isEmpty() ? List.copyOf(inputs.keySet()) : operands;
        List<Instruction> all = new ArrayList<>(earlier);
        all.add(new Instruction(operation, read, outputs, name, forward));
        return all;
    }

    private Program program() {
        List<Parameter> parameters = inputs.keySet().stream()
                .filter(KernelCase::isParameter)
                .map(value -> new Parameter(value, Parameter.Role.FIXED, source(value)))
                .toList();
        return new Program(
                inputs.keySet().stream().filter(value -> !isParameter(value)).toList(),
                parameters,
                instructions(),
                outputs,
                Map.of());
    }

    static ParameterSource source(Value value) {
        return new StoredParameter(value.name(), "W", StoredParameter.Layout.PLAIN);
    }

    // ---- what is to come out

    /** Inputs as they are, or as bfloat16 has them; images have single precision. */
    float[] given(Value value, ElementType maps) {
        return maps == ElementType.BF16 && images.isEmpty() ? rounded(inputs.get(value)) : inputs.get(value);
    }

    static float[] rounded(float[] values) {
        short[] bits = Bfloat16.of(values);
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = Float.intBitsToFloat(bits[i] << 16);
        }
        return rounded;
    }

    /** Every value after the interpreter's run on the same inputs. */
    Map<Value, double[]> expected(ElementType maps) {
        Map<Value, double[]> values = new HashMap<>();
        inputs.keySet().forEach(value -> {
            float[] given = given(value, maps);
            values.put(
                    value,
                    IntStream.range(0, given.length).mapToDouble(i -> given[i]).toArray());
        });
        instructions().forEach(instruction -> Interpreter.execute(instruction, values, batch, STEP));
        return values;
    }

    /** What is compared: results, or running statistics that moved. */
    List<Value> results() {
        return operation instanceof Forward.UpdateStatistics
                ? List.copyOf(inputs.keySet()).subList(0, 2)
                : outputs.stream()
                        .filter(value -> value.kind() != Value.Kind.LOSS)
                        .toList();
    }

    /** To what a result is rounded before it is handed out: convolutions' always, unless a bias comes after them. */
    ElementType precision(Value result, ElementType maps) {
        boolean convolved = operation instanceof Forward.Convolution forward && !forward.bias()
                || operation instanceof Backward.ConvolutionDataGradient
                || operation instanceof Backward.ConvolutionWeightsGradient gradient
                        && !gradient.depthwise()
                        && result.equals(outputs.get(0));
        return convolved || result.isMap() && result.channels() > 4 ? maps : ElementType.F32;
    }

    private KernelOrder order(Value result) {
        if (operation instanceof Backward.ConvolutionWeightsGradient gradient && result.equals(outputs.get(0))) {
            return gradient.depthwise() ? KernelOrder.DEPTHWISE : KernelOrder.CONVOLUTION;
        }
        return KernelOrder.PLAIN;
    }

    // ---- what comes out

    /** Numbers of each result after the first and the second run, and the mean loss and the hits of a loss. */
    record Outcome(Map<Value, float[]> first, Map<Value, float[]> second, double loss, int hits) {}

    DevicePlan plan(ElementType maps, Constants constants, StepCells cells) {
        return new PlanCompiler(maps, cells)
                .compile(
                        program(),
                        batch,
                        images.map(ImageBatch::preprocessing),
                        new FixedPlaces(constants, cells),
                        () -> {
                            List<Segment> segments = new ArrayList<>(constants.segments());
                            segments.add(cells.segment());
                            return segments;
                        },
                        Optional.empty());
    }

    DevicePlan plan(ElementType maps) {
        return plan(maps, new Constants(source -> new float[0]), new StepCells());
    }

    Outcome run(Device device, ElementType maps) {
        return run(device, maps, plan -> plan);
    }

    /** @param mutation of the plan */
    Outcome run(Device device, ElementType maps, UnaryOperator<DevicePlan> mutation) {
        StepCells cells = new StepCells();
        Map<ParameterSource, Value> parameters = new HashMap<>();
        inputs.keySet().stream().filter(KernelCase::isParameter).forEach(value -> parameters.put(source(value), value));
        Constants constants = new Constants(source -> given(parameters.get(source), maps));
        DevicePlan plan = mutation.apply(plan(maps, constants, cells));
        try (SessionMemory memory = new SessionMemory(device)) {
            memory.upload(constants);
            memory.get(cells.segment()).write(cells.step().offset(), new int[] {STEP});
            try (CudaPlan runnable = new CudaPlan(device, plan, memory)) {
                List<Value> entering = program().inputs();
                for (int i = 0; i < entering.size() && images.isEmpty(); i++) {
                    runnable.input(i, FloatBuffer.wrap(given(entering.get(i), maps)));
                }
                images.ifPresent(runnable::input);
                runnable.run();
                Map<Value, float[]> first = read(runnable, constants, memory);
                if (!(operation instanceof Forward.UpdateStatistics)) {
                    runnable.run();
                }
                double[] loss = new double[1];
                int[] hits = new int[1];
                memory.of(cells.loss()).read(cells.loss().offset(), loss);
                memory.of(cells.hits()).read(cells.hits().offset(), hits);
                return new Outcome(first, read(runnable, constants, memory), loss[0], hits[0]);
            }
        }
    }

    private Map<Value, float[]> read(CudaPlan plan, Constants constants, SessionMemory memory) {
        Map<Value, float[]> found = new LinkedHashMap<>();
        List<Value> results = results();
        for (int i = 0; i < results.size(); i++) {
            Value result = results.get(i);
            float[] values;
            if (operation instanceof Forward.UpdateStatistics) {
                values = new float[Math.toIntExact(result.elements())];
                memory.get(constants.segments().get(i)).read(0, values);
            } else {
                values = plan.output(i, plan.plan().outputs().get(i).count())
                        .data()
                        .asFloat();
            }
            found.put(result, order(result).toPlain(values, result.dimensions()));
        }
        return found;
    }

    int batch() {
        return batch;
    }

    List<Value> inputs() {
        return List.copyOf(inputs.keySet());
    }

    Operation operation() {
        return operation;
    }

    @Override
    public String toString() {
        return name;
    }
}
