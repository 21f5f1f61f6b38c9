package dev.graft.engine.cuda;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.compiled.Plans;
import dev.graft.engine.compiled.Shapes;
import dev.graft.engine.cuda.emit.Constants;
import dev.graft.engine.cuda.emit.FixedPlaces;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.graph.NetworkMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Feature maps by compiled plans, one for each shape of inputs that comes. */
final class CudaInferenceSession implements InferenceSession {
    private final CudaEngine engine;
    private final ComputationGraph network;
    private final List<String> from;
    private final List<String> to;
    private final StepCells cells = new StepCells();
    private final Constants constants;
    private final SessionMemory memory;
    private final Plans<Shapes, Inference> plans = new Plans<>();
    private boolean closed;

    /** @param network is the session's own */
    CudaInferenceSession(CudaEngine engine, ComputationGraph network, List<String> from, List<String> to) {
        this.engine = engine;
        this.network = network;
        this.from = List.copyOf(from);
        this.to = List.copyOf(to);
        this.constants = new Constants(source -> source.read(network));
        this.memory = new SessionMemory(engine.device());
    }

    @Override
    public INDArray[] run(INDArray... inputs) {
        return plan(Shapes.of(inputs)).run(inputs);
    }

    @Override
    public INDArray[] run(ImageBatch images) {
        return plan(Shapes.of(images)).run(images);
    }

    private Inference plan(Shapes shapes) {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
        return plans.get(shapes, this::compile);
    }

    private Inference compile(Shapes shapes) {
        Program program = Programs.inference(network, shapes.by(from), to);
        DevicePlan plan = engine.compiler(cells)
                .compile(
                        program,
                        shapes.batch(),
                        shapes.images(),
                        new FixedPlaces(constants, cells),
                        this::segments,
                        Optional.empty());
        memory.upload(constants);
        return new Inference(new CudaPlan(engine.device(), plan, memory), program, shapes.batch());
    }

    private List<Segment> segments() {
        List<Segment> segments = new ArrayList<>(constants.segments());
        segments.add(cells.segment());
        return segments;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            plans.close();
            memory.close();
            NetworkMemory.release(network);
        }
    }
}
