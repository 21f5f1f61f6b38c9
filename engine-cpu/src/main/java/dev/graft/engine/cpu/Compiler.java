package dev.graft.engine.cpu;

import dev.graft.engine.Precision;
import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.compiled.StepObserver;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/** Makes programs runnable for one batch size. */
final class Compiler {
    private final OneDnn dnn;
    private final Winograd winograd;
    private final StepObserver observer;
    private final OpenMpThreads threads;
    private final Emitters<Emission> emitters = emitters();

    /**
     * @param winograd which convolutions are computed by tiles
     * @param observer runs the plans' steps
     * @param threads that plans run with
     */
    Compiler(OneDnn dnn, Winograd winograd, StepObserver observer, OpenMpThreads threads) {
        this.dnn = dnn;
        this.winograd = winograd;
        this.observer = observer;
        this.threads = threads;
    }

    /** Of all operations. */
    private static Emitters<Emission> emitters() {
        Emitters<Emission> all = new Emitters<>();
        ConvolutionEmitters.addTo(all);
        DenseEmitters.addTo(all);
        NormalizationEmitters.addTo(all);
        ElementwiseEmitters.addTo(all);
        GateEmitters.addTo(all);
        PoolingEmitters.addTo(all);
        ShapeEmitters.addTo(all);
        DropoutEmitters.addTo(all);
        LossEmitters.addTo(all);
        return all;
    }

    /**
     * The plan of a program.
     *
     * @param store where parameters lie; outlives the plan
     */
    Plan compile(Program program, int batch, MapFormat format, Precision precision, ParameterMemory store) {
        int own = threads.of(program, batch);
        return OpenMpThreads.with(own, () -> compile(program, batch, format, precision, store, own));
    }

    /** oneDNN's primitives are made for the number of threads that is set now. */
    private Plan compile(
            Program program, int batch, MapFormat format, Precision precision, ParameterMemory store, int own) {
        NativeScope handles = new NativeScope();
        PlanBuilder plan = new PlanBuilder(dnn, handles);
        try {
            Emission emission = new Emission(dnn, handles, plan, winograd, store, format, precision, batch, program);
            List<Slot> inputs = enter(program, emission);
            for (Instruction instruction : program.instructions()) {
                plan.begin(Subject.of(instruction, batch));
                emitters.emit(instruction, emission);
            }
            List<Slot> outputs = leave(program, emission);
            List<long[]> shapes = program.outputs().stream()
                    .filter(value -> value.kind() != Value.Kind.LOSS)
                    .map(emission::dimensions)
                    .toList();
            return plan.build(inputs, outputs, shapes, observer, own);
        } catch (RuntimeException e) {
            handles.close();
            throw e;
        }
    }

    /** The arrays that callers give; they are copied, since layers may work in place. */
    private static List<Slot> enter(Program program, Emission emission) {
        List<Slot> inputs = new ArrayList<>();
        for (Value value : program.inputs()) {
            if (value.kind() == Value.Kind.INPUT) {
                Slot given = Slot.at(value.name(), emission.plain(value), new Address(0));
                inputs.add(given);
                emission.plan().begin(Subject.copy("Copy in", value));
                emission.reorder(value.name(), given, emission.write(value));
            }
        }
        return inputs;
    }

    private static List<Slot> leave(Program program, Emission emission) {
        List<Slot> outputs = new ArrayList<>();
        for (Value value : program.outputs()) {
            if (value.kind() != Value.Kind.LOSS) {
                memory.desc plain = emission.plain(value);
                Slot taken = Slot.at(value.name(), plain, new Address(0));
                outputs.add(taken);
                emission.plan().begin(Subject.copy("Copy out", value));
                emission.reorder(value.name(), emission.read(value), taken);
            }
        }
        return outputs;
    }
}
