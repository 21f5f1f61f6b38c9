package dev.graft.engine.cpu;

import dev.graft.engine.InferenceSession;
import dev.graft.engine.compiled.PlainArrays;
import dev.graft.engine.compiled.Plans;
import dev.graft.engine.compiled.Shapes;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.graph.NetworkMemory;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Feature maps by compiled plans, one for each shape of inputs that comes. */
final class CpuInferenceSession implements InferenceSession {
    private final CpuEngine engine;
    private final ComputationGraph network;
    private final List<String> from;
    private final List<String> to;
    private final ConstantMemory constants;
    private final Plans<Shapes, Plan> plans = new Plans<>();
    private boolean closed;

    CpuInferenceSession(CpuEngine engine, ComputationGraph network, List<String> from, List<String> to) {
        this.engine = engine;
        this.network = network;
        this.from = List.copyOf(from);
        this.to = List.copyOf(to);
        this.constants =
                new ConstantMemory(new Constants(engine.dnn(), engine.kernels(), source -> source.read(network)));
    }

    @Override
    public INDArray[] run(INDArray... inputs) {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
        engine.applyThreads();
        Plan plan = plans.get(Shapes.of(inputs), this::compile);
        INDArray[] results = plan.results();
        engine.observer().begin();
        INDArray[] plain = PlainArrays.plain(inputs);
        plan.run(new Batch(), plain, results);
        PlainArrays.release(plain, inputs);
        engine.observer().end();
        return results;
    }

    private Plan compile(Shapes shapes) {
        Program program = Programs.inference(network, shapes.by(from), to);
        MapFormat format = MapFormat.forInference(network);
        return engine.compiler()
                .compile(program, shapes.batch(), format, engine.options().precision(), constants);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            plans.close();
            constants.close();
            NetworkMemory.release(network);
        }
    }

    /** Nothing learns here. */
    private record ConstantMemory(Constants constants) implements ParameterMemory {
        @Override
        public boolean isConstant(Parameter parameter) {
            return true;
        }

        @Override
        public Slot constant(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted) {
            return constants.get(parameter, form, plain, wanted);
        }

        @Override
        public Slot current(Parameter parameter, memory.desc plain) {
            throw new IllegalStateException("Nothing learns in an inference");
        }

        @Override
        public Slot gradient(Parameter parameter, memory.desc plain) {
            throw new IllegalStateException("Nothing learns in an inference");
        }

        void close() {
            constants.close();
        }
    }
}
