package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Emits programs as plans. */
public final class PlanCompiler {
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final long ALIGNMENT = 256;

    private final ElementType maps;
    private final StepCells cells;
    private final Emitters<Emission> emitters = new Emitters<>();

    /**
     * @param maps what feature maps are made of
     * @param cells of a session
     */
    public PlanCompiler(ElementType maps, StepCells cells) {
        this.maps = maps;
        this.cells = cells;
        ConvolutionEmitters.addTo(emitters);
        NormalizationEmitters.addTo(emitters);
        ElementwiseEmitters.addTo(emitters);
        PoolingEmitters.addTo(emitters);
        ShapeEmitters.addTo(emitters);
        LossEmitters.addTo(emitters, cells);
    }

    /**
     * The plan of a program.
     *
     * @param images what becomes of the first input, if that is images as bytes
     * @param places where parameters lie
     * @param segments of the session
     * @param update of parameters after the gradients; nothing for a program without
     */
    public DevicePlan compile(
            Program program,
            int batch,
            Optional<Preprocessing> images,
            ParameterPlaces places,
            Supplier<List<Segment>> segments,
            Optional<UpdateEmitter> update) {
        PlanBuilder plan = new PlanBuilder();
        Emission emission = new Emission(plan, places, maps, batch, program);
        List<Slot> inputs = enter(program, images, emission);
        for (Instruction instruction : program.instructions()) {
            plan.begin(Subject.of(instruction, batch));
            emitters.emit(instruction, emission);
        }
        emission.finishStatistics();
        List<Slot> outputs = leave(program, emission);
        update.ifPresent(each -> each.emit(plan, maps));
        segments.get().forEach(plan::use);
        return plan.build(batch, inputs, outputs);
    }

    /** Kernels in the type of maps, from parameters that came from elsewhere. */
    public DevicePlan narrowing(UpdateEmitter update, List<Segment> segments) {
        PlanBuilder plan = new PlanBuilder();
        plan.begin(new Subject(Phase.COPY, "Narrow kernels", "all", "", true, 0));
        update.narrow(plan, maps);
        segments.forEach(plan::use);
        return plan.build(1, List.of(), List.of());
    }

    /** Callers' arrays, as they are given: images as bytes, if they are; all else in single precision, channel by channel. */
    private static List<Slot> enter(Program program, Optional<Preprocessing> images, Emission e) {
        List<Slot> inputs = new ArrayList<>();
        long offset = 0;
        for (Value value : program.inputs()) {
            boolean bytes = images.isPresent() && inputs.isEmpty();
            ElementType type = bytes ? ElementType.U8 : ElementType.F32;
            Slot given = Slot.at(value.name(), new Buffer(INPUTS, offset, type, e.count(value)));
            offset = next(offset, given);
            inputs.add(given);
            if (bytes) {
                e.plan().begin(Subject.copy("Preprocess", value));
                ShapeEmitters.enterImages(value, images.get(), given, e.write(value), e);
            } else if (value.isMap()) {
                e.plan().begin(Subject.copy("Copy in", value));
                ShapeEmitters.enter(value, given, e.write(value), e);
            } else {
                e.define(value, given);
            }
        }
        e.plan().use(new Segment(INPUTS, Owner.PLAN, Math.max(ALIGNMENT, offset)));
        return inputs;
    }

    private static long next(long offset, Slot slot) {
        return (offset + slot.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static List<Slot> leave(Program program, Emission e) {
        List<Slot> outputs = new ArrayList<>();
        long offset = 0;
        for (Value value : program.outputs()) {
            if (value.kind() != Value.Kind.LOSS) {
                Slot taken = Slot.at(value.name(), new Buffer(OUTPUTS, offset, ElementType.F32, e.count(value)));
                offset = next(offset, taken);
                outputs.add(taken);
                e.plan().begin(Subject.copy("Copy out", value));
                if (value.isMap()) {
                    ShapeEmitters.leave(value, e.read(value), taken, e);
                } else {
                    e.plan().copy(e.read(value), taken);
                }
            }
        }
        e.plan().use(new Segment(OUTPUTS, Owner.PLAN, Math.max(ALIGNMENT, offset)));
        return outputs;
    }
}
