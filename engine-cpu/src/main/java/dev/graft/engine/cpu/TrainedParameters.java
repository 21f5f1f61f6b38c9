package dev.graft.engine.cpu;

import dev.graft.engine.compiled.NetworkSnapshot;
import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.update.NativeFloats;
import dev.graft.engine.update.ParameterLayout;
import dev.graft.graph.NetworkMemory;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The parameters and running statistics that a training moves, in one vector, and the gradients of the former in another,
 * both in plain order; and the constants beside them.
 */
final class TrainedParameters implements ParameterMemory, AutoCloseable {
    /** Values between the beginnings of two parameters are a multiple of this: a vector register of AVX-512. */
    private static final int STEP = (int) NativeMemory.ALIGNMENT / Float.BYTES;

    private final TrainingTask task;
    private final TrainedSlices slices;
    private final NativeMemory parameters;
    private final NativeMemory gradients;
    private final Constants constants;

    /**
     * Those above a frozen prefix.
     *
     * @param kernels of the engine
     * @param task its network's values, and those of constants, are copied
     * @param rates factors of layers' learning rates; 1 for those it does not name
     */
    TrainedParameters(OneDnn dnn, SharedKernels kernels, TrainingTask task, Map<String, Double> rates) {
        ComputationGraph network = task.network();
        this.slices = TrainedSlices.of(task, rates, STEP);
        ComputationGraph copy = NetworkSnapshot.of(
                network,
                name -> !task.prefix().vertices().contains(name)
                        && slices.leavesConstants(network.getLayer(name), name));
        this.task = new TrainingTask(copy, task.prefix(), task.freeze(), task.head());
        this.parameters = new NativeMemory(slices.length() * Float.BYTES);
        this.gradients = new NativeMemory(slices.length() * Float.BYTES);
        this.constants = new Constants(dnn, kernels, source -> source.read(copy));
        slices.forEach((source, slice) -> {
            float[] values = source.read(network);
            parameters.floats(slice.offset() * Float.BYTES, values.length).put(values, 0, values.length);
        });
    }

    /** With the network at the beginning, which has those values above the prefix that a training does not move. */
    TrainingTask task() {
        return task;
    }

    ParameterLayout layout() {
        return slices.layout();
    }

    /** The vector of parameters. */
    NativeFloats values() {
        return NativeFloats.of(parameters.floats(0, slices.length()), slices.length());
    }

    /** The vector of gradients. */
    NativeFloats gradients() {
        return NativeFloats.of(gradients.floats(0, slices.length()), slices.length());
    }

    /** Copies all into a network. */
    void writeTo(ComputationGraph network) {
        slices.forEach((source, slice) -> {
            float[] values = new float[Math.toIntExact(slice.length())];
            FloatPointer from = parameters.floats(slice.offset() * Float.BYTES, values.length);
            from.get(values, 0, values.length);
            source.write(network, values);
        });
    }

    @Override
    public boolean isConstant(Parameter parameter) {
        return parameter.role() == Parameter.Role.FIXED;
    }

    @Override
    public Slot constant(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted) {
        return constants.get(parameter, form, plain, wanted);
    }

    @Override
    public Slot current(Parameter parameter, memory.desc plain) {
        return Slot.at(parameter.value().name(), plain, parameters.at(offset(parameter, plain)));
    }

    @Override
    public Slot gradient(Parameter parameter, memory.desc plain) {
        return Slot.at(parameter.value().name(), plain, gradients.at(offset(parameter, plain)));
    }

    private long offset(Parameter parameter, memory.desc plain) {
        return slices.offset(parameter, plain.get_size() / Float.BYTES) * Float.BYTES;
    }

    @Override
    public void close() {
        parameters.close();
        gradients.close();
        constants.close();
        NetworkMemory.release(task.network());
    }
}
