package dev.graft.engine.cuda.nvidia;

import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What of NVIDIA is on a machine, all that a GPU needs to compute: driver, GPUs, NVRTC, cuDNN, cuBLAS. */
public final class Installation {
    private static final int NO_GPU = 100;
    /** The driver's version of CUDA is 13000 for 13.0. */
    private static final int MAJOR = 1000;

    private final Driver driver;
    private final List<Gpu> gpus;
    private final Nvrtc compiler;
    private final Cudnn cudnn;
    private final Path kernels;

    private Installation(Driver driver, List<Gpu> gpus, Nvrtc compiler, Cudnn cudnn, Path kernels) {
        this.driver = driver;
        this.gpus = gpus;
        this.compiler = compiler;
        this.cudnn = cudnn;
        this.kernels = kernels;
    }

    /**
     * Looks for everything, the driver first: where there is none, nothing native is loaded.
     *
     * @throws GraftException if something is missing or too old; the message is one line
     */
    public static Installation find(CudaLibraries libraries) {
        if (!libraries.mayHaveDriver()) {
            throw new GraftException(
                    "NVIDIA's driver is missing: this machine has neither libcuda.so.1 nor /dev/nvidiactl.");
        }
        Driver driver = Driver.load(libraries);
        int status = driver.status("cuInit", 0);
        if (status == NO_GPU) {
            throw new GraftException("NVIDIA's driver finds no GPU. CUDA_VISIBLE_DEVICES may hide it.");
        } else if (status != 0) {
            throw new GraftException(
                    "NVIDIA's driver does not start: " + driver.error(status) + ". Does nvidia-smi work?");
        }
        List<Gpu> gpus = gpus(driver);
        int most = driver.version() / MAJOR;
        Nvrtc compiler = Nvrtc.load(libraries, most);
        if (compiler.major() > most) {
            throw new GraftException("NVIDIA's driver is too old: it supports CUDA " + version(driver.version())
                    + ", and NVRTC is of CUDA " + compiler.version() + ". Install a driver for CUDA " + compiler.major()
                    + ", or NVRTC and cuDNN for CUDA " + most + ".");
        }
        List<Gpu> known =
                gpus.stream().filter(gpu -> compiler.knows(gpu.architecture())).toList();
        if (known.isEmpty()) {
            throw new GraftException("NVRTC " + compiler.version() + " is older than the GPU and does not know "
                    + gpus.get(0) + ". Install a newer NVRTC, see docs/gpu.md.");
        }
        return new Installation(driver, known, compiler, Cudnn.load(libraries), libraries.kernels());
    }

    private static List<Gpu> gpus(Driver driver) {
        List<Gpu> all = IntStream.range(0, driver.devices())
                .mapToObj(ordinal -> {
                    int device = driver.device(ordinal);
                    return new Gpu(ordinal, driver.name(device), driver.architecture(device));
                })
                .toList();
        List<Gpu> usable = all.stream().filter(Gpu::newEnough).toList();
        if (usable.isEmpty()) {
            throw new GraftException("NVIDIA's driver finds no GPU that is new enough: "
                    + all.stream().map(Gpu::toString).collect(Collectors.joining(", "))
                    + "; needed is compute capability " + Gpu.capability(Gpu.OLDEST) + " (Turing) or newer.");
        }
        return usable;
    }

    private static String version(int number) {
        return number / MAJOR + "." + number % MAJOR / 10;
    }

    /** How many GPUs the driver counts, those that cannot be used among them. */
    public int counted() {
        return driver.devices();
    }

    /** GPUs that can be used, and versions. */
    public String describe() {
        return gpus.stream().map(gpu -> gpu.ordinal() + ": " + gpu.name()).collect(Collectors.joining(", "))
                + "; driver for CUDA " + version(driver.version()) + ", NVRTC " + compiler.version() + ", "
                + cudnn.describe();
    }

    /**
     * Opens a GPU.
     *
     * @param ordinal its number; empty for the first that can be used
     * @param precision what it must be able to compute in
     * @throws GraftException if it cannot
     */
    public NvidiaDevice open(OptionalInt ordinal, Precision precision) {
        Gpu gpu = ordinal.isEmpty() ? gpus.get(0) : gpu(ordinal.getAsInt());
        if (precision != Precision.F32 && gpu.architecture() < Gpu.OLDEST_ROUNDING) {
            throw new GraftException("GPU " + gpu.ordinal() + ", " + gpu + ", does not compute in " + precision
                    + ", which takes compute capability " + Gpu.capability(Gpu.OLDEST_ROUNDING) + " (Ampere) or newer."
                    + " Choose " + Precision.F32 + ".");
        }
        return new NvidiaDevice(driver, cudnn, new KernelCache(compiler, kernels), gpu, precision != Precision.TF32);
    }

    private Gpu gpu(int ordinal) {
        return gpus.stream()
                .filter(gpu -> gpu.ordinal() == ordinal)
                .findFirst()
                .orElseThrow(() -> new GraftException("GPU " + ordinal + " cannot be used. Those that can be: "
                        + gpus.stream().map(gpu -> gpu.ordinal() + ", " + gpu).collect(Collectors.joining("; "))
                        + ". They are counted from 0; CUDA_VISIBLE_DEVICES hides some."));
    }
}
