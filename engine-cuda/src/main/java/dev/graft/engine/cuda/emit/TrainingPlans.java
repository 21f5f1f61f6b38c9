package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.program.ParameterSource;
import dev.graft.engine.program.Program;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The plans of a training, which share parameters, optimizer and constants. */
public final class TrainingPlans {
    private final ElementType maps;
    private final StepCells cells = new StepCells();
    private final Constants constants;
    private final TrainedPlaces places;
    private final UpdateEmitter update;
    private final PlanCompiler compiler;

    /**
     * @param slices what learns, at multiples of {@link TrainedPlaces#STEP}
     * @param rule how it learns
     * @param maps what feature maps are made of
     * @param read gives a constant's values in plain order
     */
    public TrainingPlans(
            TrainedSlices slices, UpdateRule rule, ElementType maps, Function<ParameterSource, float[]> read) {
        this.maps = maps;
        this.constants = new Constants(read);
        this.places = new TrainedPlaces(slices, constants, cells);
        this.update = new UpdateEmitter(rule, slices, places, cells);
        this.compiler = new PlanCompiler(maps, cells);
    }

    /** Numbers that change from step to step. */
    public StepCells cells() {
        return cells;
    }

    /** What plans read and nobody moves; more with every plan. */
    public Constants constants() {
        return constants;
    }

    /** Where parameters lie. */
    public TrainedPlaces places() {
        return places;
    }

    /** What moves them. */
    public UpdateEmitter update() {
        return update;
    }

    /** Memory of all plans, whatever constants they read. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>(places.segments(maps));
        segments.addAll(update.segments());
        return segments;
    }

    /**
     * The plan of a program for a number of images; with gradients it moves the parameters.
     *
     * @param images what becomes of the first input, if that is images as bytes
     */
    public DevicePlan compile(Program program, int batch, Optional<Preprocessing> images) {
        Optional<UpdateEmitter> moves = program.gradients().isEmpty() ? Optional.empty() : Optional.of(update);
        return compiler.compile(
                program,
                batch,
                images,
                places,
                () -> {
                    List<Segment> all = segments();
                    all.addAll(constants.segments());
                    return all;
                },
                moves);
    }

    /** Kernels in the type of maps, from parameters that came from elsewhere; nothing to do in single precision. */
    public Optional<DevicePlan> narrowing() {
        return maps == ElementType.F32 ? Optional.empty() : Optional.of(compiler.narrowing(update, segments()));
    }
}
