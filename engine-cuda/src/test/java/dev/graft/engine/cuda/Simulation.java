package dev.graft.engine.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import java.nio.file.Path;

/** Engines on simulated devices. */
final class Simulation {
    private static final HostKernels KERNELS =
            HostKernels.optimized(KernelSource.bundled(), Path.of("target/host-kernels"), "native");

    private Simulation() {}

    static HostKernels kernels() {
        return KERNELS;
    }

    static SimulatedDevice device(Care care) {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        return new SimulatedDevice(KERNELS, care);
    }

    /** For small networks. */
    static CudaEngine engine(Precision precision) {
        return new CudaEngine(new EngineOptions(1, precision), device(Care.RED_ZONES));
    }

    /** For large ones. */
    static CudaEngine fast(Precision precision) {
        return new CudaEngine(new EngineOptions(1, precision), device(Care.WRITTEN));
    }
}
