package dev.graft.engine.cpu;

import dev.graft.engine.compiled.CompiledPlan;
import dev.graft.engine.compiled.StepObserver;
import java.lang.ref.Reference;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program compiled for one batch size. Nothing is allocated when it runs. */
final class Plan implements CompiledPlan {
    private final OneDnn dnn;
    private final StepObserver observer;
    private final int threads;
    private final List<PlannedStep> steps;
    private final List<memory> inputs;
    private final List<memory> outputs;
    private final List<long[]> shapes;
    private final NativeScope handles;
    private final List<NativeMemory> memory;
    private final List<String> implementations;

    Plan(
            OneDnn dnn,
            StepObserver observer,
            int threads,
            List<PlannedStep> steps,
            List<memory> inputs,
            List<memory> outputs,
            List<long[]> shapes,
            NativeScope handles,
            List<NativeMemory> memory,
            List<String> implementations) {
        this.dnn = dnn;
        this.observer = observer;
        this.threads = threads;
        this.steps = steps;
        this.inputs = inputs;
        this.outputs = outputs;
        this.shapes = shapes;
        this.handles = handles;
        this.memory = memory;
        this.implementations = implementations;
    }

    /**
     * Runs all steps.
     *
     * @param given one for each input, in plain order without gaps
     * @param results one for each output, filled here
     */
    void run(Batch batch, INDArray[] given, INDArray[] results) {
        attach(inputs, given);
        attach(outputs, results);
        try {
            OpenMpThreads.with(threads, () -> runSteps(batch));
        } finally {
            // oneDNN knows their addresses only.
            Reference.reachabilityFence(given);
            Reference.reachabilityFence(results);
        }
    }

    private Batch runSteps(Batch batch) {
        for (PlannedStep step : steps) {
            observer.run(step.operation(), () -> step.step().run(batch));
        }
        dnn.stream()._wait();
        return batch;
    }

    private static void attach(List<memory> memories, INDArray[] arrays) {
        for (int i = 0; i < arrays.length; i++) {
            memories.get(i).set_data_handle(arrays[i].data().addressPointer());
        }
    }

    /** New arrays for the results of a run. */
    INDArray[] results() {
        return shapes.stream()
                .map(shape -> Nd4j.createUninitialized(DataType.FLOAT, shape, 'c'))
                .toArray(INDArray[]::new);
    }

    /** In the order in which they run. */
    List<PlannedStep> steps() {
        return steps;
    }

    /** For every primitive its layer and oneDNN's name of the implementation. */
    List<String> implementations() {
        return implementations;
    }

    /** For tests: fills feature maps, gradients and scratch with bytes that are no number in any precision. */
    void scribble() {
        memory.forEach(block -> Pointer.memset(block.at(0), 0xFF, block.bytes()));
    }

    @Override
    public long bytes() {
        return memory.stream().mapToLong(NativeMemory::bytes).sum();
    }

    @Override
    public void close() {
        handles.close();
        memory.forEach(NativeMemory::close);
    }
}
