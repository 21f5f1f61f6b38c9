package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** A GPU: one stream, on which all that a plan does is captured once and then replayed. */
public final class NvidiaDevice implements Device {
    /** The oldest that cuDNN 9 and CUDA 13 know: Turing. */
    private static final int OLDEST = 75;

    private static final int NON_BLOCKING = 1;

    private final Driver driver;
    private final Cudnn cudnn;
    private final Nvrtc compiler;
    private final KernelSource source;
    private final int device;
    private final Pointer context;
    private final Pointer stream;
    private final Pointer handle;
    private final Staging staging;
    private final Map<ElementType, Pointer> modules = new EnumMap<>(ElementType.class);
    private final Map<String, Pointer> kernels = new HashMap<>();

    private NvidiaDevice(Driver driver, Cudnn cudnn, Nvrtc compiler, KernelSource source, int device) {
        this.driver = driver;
        this.cudnn = cudnn;
        this.compiler = compiler;
        this.source = source;
        this.device = device;
        this.context = driver.make("open a GPU", "cuDevicePrimaryCtxRetain", device);
        enter();
        this.stream = driver.make("make a stream", "cuStreamCreate", NON_BLOCKING);
        PointerByReference made = new PointerByReference();
        cudnn.check(cudnn.functions().status("cudnnCreate", made), "open a GPU");
        this.handle = made.getValue();
        this.staging = new Staging(driver, stream);
        cudnn.check(cudnn.functions().status("cudnnSetStream", handle, stream), "use a stream");
    }

    /**
     * Opens a GPU.
     *
     * @param ordinal its number, from 0 on
     * @throws GraftException if it cannot be used; the message says why
     */
    public static NvidiaDevice open(CudaLibraries libraries, int ordinal) {
        Driver driver = Driver.load(libraries);
        int count = driver.devices();
        if (ordinal < 0 || ordinal >= count) {
            throw new GraftException("There is no GPU " + ordinal + ", found " + count
                    + ". They are counted from 0; CUDA_VISIBLE_DEVICES hides some.");
        }
        int device = driver.device(ordinal);
        int architecture = driver.architecture(device);
        if (architecture < OLDEST) {
            throw new GraftException("GPU " + ordinal + ", " + driver.name(device) + ", has compute capability "
                    + architecture / 10.0 + ", needed is " + OLDEST / 10.0 + " (Turing) or newer. Use the engine cpu.");
        }
        Nvrtc compiler = Nvrtc.load(libraries);
        return new NvidiaDevice(driver, Cudnn.load(libraries), compiler, KernelSource.bundled(), device);
    }

    /** The driver knows for each thread what it works on. */
    private void enter() {
        driver.call("switch to a GPU", "cuCtxSetCurrent", context);
    }

    @Override
    public String describe() {
        return driver.name(device) + ", CUDA " + compiler.version() + ", " + cudnn.describe();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        enter();
        LongByReference address = new LongByReference();
        int status = driver.status("cuMemAlloc_v2", address, Math.max(16, bytes));
        if (status == Driver.OUT_OF_MEMORY) {
            long[] memory = driver.memory();
            throw new GraftException(String.format(
                    java.util.Locale.ROOT,
                    "The GPU has %.2f of %.2f GB free, needed are %.2f GB more. Use a smaller batch or smaller images.",
                    memory[0] / 1e9,
                    memory[1] / 1e9,
                    bytes / 1e9));
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

    /** Writes values to host memory. */
    interface Filling {
        void fill(Pointer memory);
    }

    /** Copies to the GPU what a filling writes; does not wait for it unless it is very large. */
    void upload(long address, long bytes, Filling filling) {
        enter();
        if (Staging.takes(bytes)) {
            Pointer place = staging.place(bytes);
            filling.fill(place);
            driver.call("copy to the GPU", "cuMemcpyHtoDAsync_v2", address, place, bytes, stream);
            return;
        }
        try (Memory whole = new Memory(bytes)) {
            filling.fill(whole);
            driver.call("copy to the GPU", "cuMemcpyHtoDAsync_v2", address, whole, bytes, stream);
            synchronize();
        }
    }

    void download(Pointer to, long address, long bytes) {
        enter();
        driver.call("copy from the GPU", "cuMemcpyDtoHAsync_v2", to, address, bytes, stream);
        synchronize();
    }

    private void synchronize() {
        driver.call("finish its work", "cuStreamSynchronize", stream);
    }

    @Override
    public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
        enter();
        return new CapturedPlan(this, plan, memory);
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
        byte[] cubin = compiler.compile(source, maps, driver.architecture(device));
        try (Memory image = new Memory(cubin.length)) {
            image.write(0, cubin, 0, cubin.length);
            return driver.make("load kernels", "cuModuleLoadData", image);
        }
    }

    @Override
    public void close() {
        enter();
        synchronize();
        staging.close();
        cudnn.functions().status("cudnnDestroy", handle);
        modules.values().forEach(module -> driver.status("cuModuleUnload", module));
        driver.status("cuStreamDestroy_v2", stream);
        driver.status("cuDevicePrimaryCtxRelease_v2", device);
    }
}
