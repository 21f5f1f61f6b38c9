package dev.graft.engine.cuda;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.device.Bfloat16;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.emit.Constants;
import dev.graft.engine.cuda.emit.PlanCompiler;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.emit.UpdateEmitter;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.StoredParameter;
import dev.graft.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The update alone, as a plan: gradients are given. */
final class UpdateRun implements AutoCloseable {
    private final TrainedSlices slices;
    private final ElementType maps;
    private final StepCells cells = new StepCells();
    private final TrainedPlaces places;
    private final UpdateEmitter update;
    private final SessionMemory memory;
    private final CudaPlan plan;

    /** @param mutation of the plan */
    UpdateRun(
            Device device,
            TrainedSlices slices,
            UpdateRule rule,
            ElementType maps,
            UnaryOperator<DevicePlan> mutation) {
        this.slices = slices;
        this.maps = maps;
        Constants constants = new Constants(source -> new float[0]);
        this.places = new TrainedPlaces(slices, constants, cells);
        this.update = new UpdateEmitter(rule, slices, places, cells);
        List<Segment> segments = new ArrayList<>(places.segments(maps));
        segments.addAll(update.segments());
        this.memory = new SessionMemory(device);
        segments.forEach(memory::get);
        Program nothing = new Program(List.of(), List.of(), List.of(), List.of(), Map.of());
        this.plan = new CudaPlan(
                device,
                mutation.apply(new PlanCompiler(maps, cells)
                        .compile(nothing, 1, Optional.empty(), places, () -> segments, Optional.of(update))),
                memory);
    }

    void parameters(float[] values) {
        memory.of(places.parameters()).write(0, values);
    }

    /**
     * One step.
     *
     * @param gradients in single precision
     * @param narrowed which slices' gradients come in the type of maps
     * @param numbers see {@link StepCells#numbers()}
     */
    void step(float[] gradients, Predicate<StoredParameter> narrowed, float[] numbers) {
        float[] single = gradients.clone();
        float[] half = new float[gradients.length];
        slices.forEach((source, slice) -> {
            for (int i = (int) slice.offset(); i < slice.offset() + slice.length(); i++) {
                if (maps != ElementType.F32 && narrowed.test(source)) {
                    half[i] = gradients[i];
                    single[i] = Float.NaN;
                }
            }
        });
        memory.of(places.gradients()).write(0, single);
        if (maps != ElementType.F32) {
            memory.of(places.narrowedGradients(maps)).write(0, Bfloat16.of(half));
        }
        memory.of(cells.numbers()).write(cells.numbers().offset(), numbers);
        plan.run();
    }

    float[] parameters() {
        return read(places.parameters());
    }

    /** Statistics, then gradients that wait. */
    List<float[]> kept() {
        return update.kept().stream().map(this::read).toList();
    }

    /** The parameters as convolutions use them. */
    float[] narrowed() {
        Buffer buffer = places.narrowed(maps);
        int[] pairs = new int[(int) (buffer.count() / 2)];
        memory.of(buffer).read(0, pairs);
        float[] values = new float[pairs.length * 2];
        for (int i = 0; i < pairs.length; i++) {
            values[2 * i] = Float.intBitsToFloat(pairs[i] << 16);
            values[2 * i + 1] = Float.intBitsToFloat(pairs[i] & 0xFFFF0000);
        }
        return values;
    }

    private float[] read(Buffer buffer) {
        float[] values = new float[Math.toIntExact(buffer.count())];
        memory.of(buffer).read(0, values);
        return values;
    }

    @Override
    public void close() {
        plan.close();
        memory.close();
    }
}
