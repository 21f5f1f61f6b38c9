package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.graft.engine.Precision;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import java.nio.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A GPU: one stream, on which all that a plan does is captured once and then replayed, and one more for uploads. */
public final class NvidiaDevice implements Device {
    static final int NON_BLOCKING = 1;

    private final Driver driver;
    private final Cudnn cudnn;
    private final KernelCache compiler;
    private final KernelSource source;
    private final Gpu gpu;
    private final boolean strict;
    private final int device;
    private final Pointer context;
    private final Pointer stream;
    private final Pointer handle;
    private final Uploads uploads;
    private final Downloads downloads;
    /** What gives back all that was taken, the last first. */
    private final Deque<Runnable> taken = new ArrayDeque<>();

    private final Map<ElementType, Pointer> modules = new EnumMap<>(ElementType.class);
    private final Map<String, Pointer> kernels = new HashMap<>();

    /** @param strict whether convolutions in single precision may not round what they multiply */
    NvidiaDevice(Driver driver, Cudnn cudnn, KernelCache compiler, Gpu gpu, boolean strict) {
        this.driver = driver;
        this.cudnn = cudnn;
        this.compiler = compiler;
        this.source = KernelSource.bundled();
        this.gpu = gpu;
        this.strict = strict;
        this.device = driver.device(gpu.ordinal());
        this.context = driver.make("open a GPU", "cuDevicePrimaryCtxRetain", device);
        taken.push(() -> driver.status("cuDevicePrimaryCtxRelease_v2", device));
        try {
            enter();
            this.stream = driver.make("make a stream", "cuStreamCreate", NON_BLOCKING);
            taken.push(() -> driver.status("cuStreamDestroy_v2", stream));
            PointerByReference made = new PointerByReference();
            cudnn.check(cudnn.functions().status("cudnnCreate", made), "open a GPU");
            this.handle = made.getValue();
            taken.push(() -> cudnn.functions().status("cudnnDestroy", handle));
            cudnn.check(cudnn.functions().status("cudnnSetStream", handle, stream), "use a stream");
            this.uploads = new Uploads(this);
            taken.push(uploads::close);
            this.downloads = new Downloads(this);
            taken.push(downloads::close);
        } catch (RuntimeException | Error e) {
            taken.forEach(Runnable::run);
            throw e;
        }
    }

    /**
     * Opens a GPU that computes in single precision as it is, or in bfloat16.
     *
     * @param ordinal its number, from 0 on
     * @throws GraftException if it cannot be used; the message says why
     */
    public static NvidiaDevice open(CudaLibraries libraries, int ordinal) {
        return Installation.find(libraries).open(OptionalInt.of(ordinal), Precision.F32);
    }

    /** The driver knows for each thread what it works on. */
    void enter() {
        driver.call("switch to a GPU", "cuCtxSetCurrent", context);
    }

    @Override
    public String describe() {
        return gpu.name() + ", CUDA " + compiler.version() + ", " + cudnn.describe();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        enter();
        LongByReference address = new LongByReference();
        int status = driver.status("cuMemAlloc_v2", address, Math.max(16, bytes));
        if (status == Driver.OUT_OF_MEMORY) {
            long[] memory = driver.memory();
            throw new OutOfDeviceMemoryException(bytes, memory[0], memory[1]);
        } else if (status != 0) {
            throw new GraftException("The GPU gives no memory: " + driver.error(status) + ". See docs/gpu.md.");
        }
        return new NvidiaMemory(this, address.getValue(), bytes);
    }

    void free(long address) {
        enter();
        driver.call("free memory", "cuMemFree_v2", address);
    }

    void clear(long address, long bytes) {
        enter();
        driver.call("clear memory", "cuMemsetD8Async", address, (byte) 0, bytes, stream);
    }

    /** Copies values to the GPU, without waiting for it. */
    void upload(Buffer values, long address) {
        enter();
        uploads.copy(values, address);
    }

    void download(long address, Buffer values) {
        enter();
        downloads.copy(address, values);
    }

    PendingRead later(long address, int bytes) {
        enter();
        return downloads.later(address, bytes);
    }

    void synchronize() {
        driver.call("finish its work", "cuStreamSynchronize", stream);
    }

    @Override
    public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
        enter();
        return new CapturedPlan(this, plan, memory);
    }

    /**
     * Measures cuDNN's ways to compute a convolution.
     *
     * @param executable of a plan of this device that has the convolution
     * @param most how many of those that it recommends
     */
    public List<ConvolutionChoice> choices(Executable executable, Command.Convolution convolution, int most) {
        enter();
        return ((CapturedPlan) executable).choices(convolution, most);
    }

    /** What cuDNN knows of it, as JSON: plans can be made by that without it, see {@link ConvolutionPlans#described}. */
    public String properties() {
        enter();
        try (Cudnn.Descriptor properties = cudnn.create(Cudnn.Kind.DEVICE_PROPERTIES)
                .pointers(2701, Cudnn.Type.HANDLE, handle)
                .finished()) {
            return properties.text(2702);
        }
    }

    boolean strict() {
        return strict;
    }

    Driver driver() {
        return driver;
    }

    Cudnn cudnn() {
        return cudnn;
    }

    Pointer stream() {
        return stream;
    }

    Pointer handle() {
        return handle;
    }

    /** A kernel for a type of maps; compiled when it is asked for the first time. */
    Pointer kernel(Command.KernelLaunch launch) {
        source.kernel(launch);
        return kernels.computeIfAbsent(launch.maps() + " " + launch.kernel(), unknown -> {
            Pointer module = modules.computeIfAbsent(launch.maps(), this::module);
            return driver.make("find a kernel", "cuModuleGetFunction", module, launch.kernel());
        });
    }

    private Pointer module(ElementType maps) {
        byte[] cubin = compiler.compile(source, maps, gpu.architecture());
        try (Memory image = new Memory(cubin.length)) {
            image.write(0, cubin, 0, cubin.length);
            Pointer module = driver.make("load kernels", "cuModuleLoadData", image);
            taken.push(() -> driver.status("cuModuleUnload", module));
            return module;
        }
    }

    @Override
    public void close() {
        enter();
        synchronize();
        taken.forEach(Runnable::run);
    }
}
