package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;
import dev.graft.engine.cuda.nvidia.Cudnn.Descriptor;
import dev.graft.engine.cuda.nvidia.Cudnn.Type;
import dev.graft.engine.cuda.plan.Command.Convolution.Kind;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Margins;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * cuDNN's ways to compute convolutions. They are planned for a device that is only described, or for the one that a handle
 * belongs to; both go the same way.
 */
public final class ConvolutionPlans {
    /** Of tensors by their places in the operation. */
    static final long X = 1;

    static final long KERNEL = 2;
    static final long Y = 3;

    private static final int FLOAT = 0;
    private static final int BFLOAT16 = 9;
    private static final int CROSS_CORRELATION = 1;
    private static final int TENSOR_CORE = 0;
    private static final int NONDETERMINISTIC = 4;
    private static final int RUNTIME_COMPILATION = 0;
    private static final int NEEDS_CUBLAS = 4;
    /** Heuristics that ask a model of the device. */
    private static final int MODE_A = 3;
    /** What always works. */
    private static final int FALLBACK = 2;

    private final Cudnn cudnn;
    private final Optional<Descriptor> properties;
    private final Optional<Pointer> handle;

    private ConvolutionPlans(Cudnn cudnn, Optional<Descriptor> properties, Optional<Pointer> handle) {
        this.cudnn = cudnn;
        this.properties = properties;
        this.handle = handle;
    }

    /**
     * For a device that need not be there.
     *
     * @param json its properties as cuDNN writes them
     */
    public static ConvolutionPlans described(Cudnn cudnn, String json) {
        Descriptor properties =
                cudnn.create(Cudnn.Kind.DEVICE_PROPERTIES).text(2702, json).finished();
        return new ConvolutionPlans(cudnn, Optional.of(properties), Optional.empty());
    }

    /** For the device of a handle. */
    static ConvolutionPlans on(Cudnn cudnn, Pointer handle) {
        return new ConvolutionPlans(cudnn, Optional.empty(), Optional.of(handle));
    }

    /**
     * A way to compute a convolution.
     *
     * @param plan cuDNN's
     * @param workspace bytes of scratch memory that it needs
     * @param tensorCores whether it may round single precision to ten bits
     * @param deterministic whether it always gives the same bits
     * @param engine cuDNN's number
     */
    public record Planned(Descriptor plan, long workspace, boolean tensorCores, boolean deterministic, long engine)
            implements AutoCloseable {
        @Override
        public void close() {
            plan.close();
        }
    }

    /**
     * The first way that cuDNN recommends and that always gives the same bits; in strict single precision the first without
     * tensor cores.
     *
     * @param adds whether the result is added to what lies there
     * @param strict whether single precision may not be rounded
     * @throws GraftException if there is none
     */
    public Planned best(Kind kind, ConvolutionGeometry geometry, ElementType type, boolean adds, boolean strict) {
        List<Planned> found = recommended(kind, geometry, type, adds, strict, 1);
        if (found.isEmpty()) {
            throw new GraftException(cudnn.describe() + " has no way to compute " + kind + " of " + geometry + " in "
                    + type + ". Try another release of cuDNN, or the engine cpu.");
        }
        return found.get(0);
    }

    /** The first ways of those that {@link #best} chooses from, so many at most. */
    public List<Planned> recommended(
            Kind kind, ConvolutionGeometry geometry, ElementType type, boolean adds, boolean strict, int most) {
        List<Descriptor> parts = new ArrayList<>();
        try {
            Descriptor graph = graph(kind, geometry, type, adds, parts);
            List<Planned> found = new ArrayList<>();
            for (int mode : new int[] {MODE_A, FALLBACK}) {
                for (Descriptor configuration : configurations(graph, mode, parts)) {
                    if (found.size() < most && suits(configuration, strict && type == ElementType.F32)) {
                        plan(configuration).ifPresent(found::add);
                    }
                }
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return found;
        } finally {
            parts.forEach(Descriptor::close);
        }
    }

    private Descriptor graph(Kind kind, ConvolutionGeometry g, ElementType type, boolean adds, List<Descriptor> parts) {
        int data = type == ElementType.BF16 ? BFLOAT16 : FLOAT;
        Extent kernel = g.window().kernel();
        Extent stride = g.window().stride();
        Margins padding = g.window().padding();
        Descriptor x = tensor(X, data, parts, g.images(), g.channels(), g.height(), g.width());
        Descriptor w = tensor(KERNEL, data, parts, g.outChannels(), g.channels(), kernel.height(), kernel.width());
        Descriptor y = tensor(Y, data, parts, g.images(), g.outChannels(), g.outHeight(), g.outWidth());
        Descriptor convolution = add(parts, Cudnn.Kind.CONVOLUTION)
                .number(100, Type.DATA_TYPE, FLOAT)
                .number(101, Type.CONVOLUTION_MODE, CROSS_CORRELATION)
                .longs(102, 1, 1)
                .longs(103, stride.height(), stride.width())
                .longs(104, padding.bottom(), padding.right())
                .longs(105, padding.top(), padding.left())
                .longs(106, 2)
                .finished();
        Descriptor operation = switch (kind) {
            case FORWARD -> operation(parts, Cudnn.Kind.FORWARD, 700, adds, convolution, w, x, y);
            case DATA_GRADIENT -> operation(parts, Cudnn.Kind.DATA_GRADIENT, 706, adds, convolution, w, x, y);
            case KERNEL_GRADIENT -> operation(parts, Cudnn.Kind.KERNEL_GRADIENT, 712, adds, convolution, w, x, y);
        };
        Descriptor graph = add(parts, Cudnn.Kind.OPERATION_GRAPH).descriptor(801, operation);
        handle.ifPresent(pointer -> graph.pointers(800, Type.HANDLE, pointer));
        return graph.finished();
    }

    /** Attributes of the three kinds follow each other alike: alpha, beta, convolution, w, x, y. */
    private Descriptor operation(
            List<Descriptor> parts,
            Cudnn.Kind kind,
            int first,
            boolean adds,
            Descriptor convolution,
            Descriptor w,
            Descriptor x,
            Descriptor y) {
        return add(parts, kind)
                .single(first, 1)
                .single(first + 1, adds ? 1 : 0)
                .descriptor(first + 2, convolution)
                .descriptor(first + 3, w)
                .descriptor(first + 4, x)
                .descriptor(first + 5, y)
                .finished();
    }

    /** NHWC. */
    private Descriptor tensor(long id, int data, List<Descriptor> parts, long n, long c, long h, long w) {
        return add(parts, Cudnn.Kind.TENSOR)
                .number(901, Type.DATA_TYPE, data)
                .longs(902, n, c, h, w)
                .longs(903, c * h * w, 1, c * w, c)
                .longs(906, id)
                .longs(900, 16)
                .no(907)
                .finished();
    }

    private Descriptor add(List<Descriptor> parts, Cudnn.Kind kind) {
        Descriptor made = cudnn.create(kind);
        parts.add(made);
        return made;
    }

    private List<Descriptor> configurations(Descriptor graph, int mode, List<Descriptor> parts) {
        Descriptor heuristics =
                add(parts, Cudnn.Kind.HEURISTICS).descriptor(201, graph).number(200, Type.HEURISTICS_MODE, mode);
        properties.ifPresent(device -> heuristics.descriptor(204, device));
        if (!heuristics.supported()) {
            return List.of();
        }
        int count = (int) heuristics.count(202, Type.DESCRIPTOR);
        Descriptor[] found = new Descriptor[count];
        Arrays.setAll(found, i -> add(parts, Cudnn.Kind.ENGINE_CONFIGURATION));
        long filled = count == 0 ? 0 : heuristics.fill(202, found);
        return Arrays.asList(found).subList(0, (int) filled);
    }

    private boolean suits(Descriptor configuration, boolean strict) {
        Notes notes = notes(configuration);
        return notes.deterministic && !notes.needsMore && !(strict && notes.tensorCores);
    }

    private record Notes(boolean deterministic, boolean tensorCores, boolean needsMore, long engine) {}

    private Notes notes(Descriptor configuration) {
        try (Descriptor engine = cudnn.create(Cudnn.Kind.ENGINE)) {
            configuration.fill(300, engine);
            int[] numerical = engine.numbers(1303, Type.NUMERICAL_NOTE);
            int[] behavior = engine.numbers(1305, Type.BEHAVIOR_NOTE);
            return new Notes(
                    Arrays.stream(numerical).noneMatch(note -> note == NONDETERMINISTIC),
                    Arrays.stream(numerical).anyMatch(note -> note == TENSOR_CORE),
                    // Neither is at hand everywhere: without cuBLAS cuDNN ends the program.
                    Arrays.stream(behavior).anyMatch(note -> note == RUNTIME_COMPILATION || note == NEEDS_CUBLAS),
                    engine.number(1301));
        }
    }

    private Optional<Planned> plan(Descriptor configuration) {
        Notes notes = notes(configuration);
        Descriptor plan = cudnn.create(Cudnn.Kind.EXECUTION_PLAN);
        try {
            plan.descriptor(401, configuration);
            properties.ifPresent(device -> plan.descriptor(407, device));
            handle.ifPresent(pointer -> plan.pointers(400, Type.HANDLE, pointer));
            if (plan.supported()) {
                return Optional.of(
                        new Planned(plan, plan.number(402), notes.tensorCores, notes.deterministic, notes.engine));
            }
        } catch (RuntimeException | Error e) {
            plan.close();
            throw e;
        }
        plan.close();
        return Optional.empty();
    }
}
