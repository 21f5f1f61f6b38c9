package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.StoredParameter.Layout;
import java.util.ArrayList;
import java.util.List;

/** The vectors of a training, equally laid out, and the constants beside them. */
public final class TrainedPlaces implements ParameterPlaces {
    /** Values between the beginnings of two parameters are a multiple of this: 128 bytes also where they are narrowed. */
    public static final int STEP = 64;

    private static final String PARAMETERS = "parameters";
    private static final String NARROWED = "narrowed parameters";
    private static final String GRADIENTS = "gradients";
    private static final String NARROWED_GRADIENTS = "narrowed gradients";

    private final TrainedSlices slices;
    private final Constants constants;
    private final StepCells cells;

    /** @param slices at multiples of {@link #STEP} */
    public TrainedPlaces(TrainedSlices slices, Constants constants, StepCells cells) {
        this.slices = slices;
        this.constants = constants;
        this.cells = cells;
    }

    /**
     * All memory that plans may touch.
     *
     * @param maps type of maps
     */
    public List<Segment> segments(ElementType maps) {
        List<Segment> segments = new ArrayList<>(
                List.of(vector(PARAMETERS, ElementType.F32), vector(GRADIENTS, ElementType.F32), cells.segment()));
        if (maps != ElementType.F32) {
            segments.add(vector(NARROWED, maps));
            segments.add(vector(NARROWED_GRADIENTS, maps));
        }
        return segments;
    }

    private Segment vector(String name, ElementType type) {
        return new Segment(name, Owner.SESSION, slices.length() * type.bytes());
    }

    @Override
    public Buffer parameters() {
        return new Buffer(PARAMETERS, 0, ElementType.F32, slices.length());
    }

    @Override
    public Buffer gradients() {
        return new Buffer(GRADIENTS, 0, ElementType.F32, slices.length());
    }

    /** The whole vector of kernels as they are used. */
    public Buffer narrowed(ElementType type) {
        return new Buffer(NARROWED, 0, type, slices.length());
    }

    /** The whole vector of kernels' gradients as convolutions leave them. */
    public Buffer narrowedGradients(ElementType type) {
        return new Buffer(NARROWED_GRADIENTS, 0, type, slices.length());
    }

    /** How a parameter's values lie in the vectors. */
    public static KernelOrder order(StoredParameter source, int rank) {
        if (source.layout() == Layout.DEPTHWISE) {
            return KernelOrder.DEPTHWISE;
        }
        return source.isKernel() && rank == 4 ? KernelOrder.CONVOLUTION : KernelOrder.PLAIN;
    }

    @Override
    public boolean moves(Parameter parameter) {
        return parameter.role() != Parameter.Role.FIXED;
    }

    @Override
    public Buffer constant(Parameter parameter, ElementType type, KernelOrder order) {
        return constants.get(parameter, type, order);
    }

    @Override
    public Buffer current(Parameter parameter) {
        return in(PARAMETERS, parameter, ElementType.F32);
    }

    @Override
    public Buffer narrowed(Parameter parameter) {
        return in(NARROWED, parameter, ElementType.BF16);
    }

    @Override
    public Buffer gradient(Parameter parameter) {
        return in(GRADIENTS, parameter, ElementType.F32);
    }

    @Override
    public Buffer narrowedGradient(Parameter parameter) {
        return in(NARROWED_GRADIENTS, parameter, ElementType.BF16);
    }

    private Buffer in(String vector, Parameter parameter, ElementType type) {
        long count = parameter.value().elements();
        return new Buffer(vector, slices.offset(parameter, count) * type.bytes(), type, count);
    }

    @Override
    public Buffer step() {
        return cells.step();
    }
}
