package dev.graft.engine.cuda;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of small libraries in the place of NVIDIA's, compiled by gcc, which answer what a test wants. */
final class StubLibraries {
    private static final String DRIVER = """
            #include <stddef.h>
            #include <string.h>
            int cuInit(unsigned flags) { return INIT; }
            int cuGetErrorString(int status, const char** text) { *text = "unknown error"; return 0; }
            int cuDriverGetVersion(int* version) { *version = VERSION; return 0; }
            int cuDeviceGetCount(int* count) { *count = COUNT; return 0; }
            int cuDeviceGet(int* device, int ordinal) { *device = ordinal; return 0; }
            int cuDeviceGetName(char* name, int length, int device) { strcpy(name, "Stub X"); name[5] += device; return 0; }
            int cuDeviceGetAttribute(int* value, int which, int device) {
                int capabilities[] = {CAPABILITIES};
                *value = which == 75 ? capabilities[device] / 10 : capabilities[device] % 10;
                return 0;
            }
            static int opened;
            int cuDevicePrimaryCtxRetain(void** context, int device) { opened++; *context = &opened; return 0; }
            int cuDevicePrimaryCtxRelease_v2(int device) { opened--; return 0; }
            int stubOpened(void) { return opened; }
            int cuCtxSetCurrent(void* context) { return context == &opened ? 0 : 201; }
            int cuStreamCreate(void** stream, unsigned flags) { *stream = &opened; return 0; }
            int cuStreamSynchronize(void* stream) { return 0; }
            int cuStreamDestroy_v2(void* stream) { return 0; }
            int cuMemHostAlloc(void** memory, size_t bytes, unsigned flags) { *memory = &opened; return 0; }
            int cuMemFreeHost(void* memory) { return 0; }
            int cuEventCreate(void** event, unsigned flags) { *event = &opened; return 0; }
            int cuEventDestroy_v2(void* event) { return 0; }
            int cuMemAlloc_v2(size_t* address, size_t bytes) { return 2; }
            int cuMemGetInfo_v2(size_t* unused, size_t* all) { *unused = 2000000000; *all = 8000000000; return 0; }
            """;

    private static final String COMPILER = """
            int nvrtcVersion(int* major, int* minor) { *major = NVRTC / 10; *minor = NVRTC % 10; return 0; }
            int nvrtcGetNumSupportedArchs(int* count) { *count = 3; return 0; }
            int nvrtcGetSupportedArchs(int* known) { known[0] = 75; known[1] = 80; known[2] = 90; return 0; }
            """;

    private static final String CUDNN = """
            #include <stddef.h>
            size_t cudnnGetVersion(void) { return 92400; }
            size_t cudnnGetCudartVersion(void) { return 13030; }
            int cudnnCreate(void** handle) { *handle = handle; return 0; }
            int cudnnSetStream(void* handle, void* stream) { return 0; }
            int cudnnDestroy(void* handle) { return 0; }
            """;

    private final Path folder;

    StubLibraries(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /**
     * A driver.
     *
     * @param init what {@code cuInit} returns
     * @param version 13000 for CUDA 13.0
     * @param capabilities of its GPUs, 75 for 7.5
     */
    StubLibraries driver(int init, int version, Integer... capabilities) {
        String all =
                String.join(",", Stream.of(capabilities).map(String::valueOf).toList());
        return compile(
                "libcuda.so.1",
                DRIVER,
                "-DINIT=" + init,
                "-DVERSION=" + version,
                "-DCOUNT=" + capabilities.length,
                "-DCAPABILITIES=" + (all.isEmpty() ? "0" : all));
    }

    /** Any library of one of the three kinds that are no driver. */
    StubLibraries compiler(String file, int version) {
        return compile(file, COMPILER, "-DNVRTC=" + version);
    }

    StubLibraries cudnn(String file) {
        return compile(file, CUDNN);
    }

    StubLibraries cublas(String file) {
        return compile(file, "int cublasLtNothing;\n");
    }

    /** What works with a driver for CUDA 13. */
    StubLibraries all() {
        return compiler("libnvrtc.so.13", 130).cudnn("libcudnn.so.9").cublas("libcublasLt.so.13");
    }

    private StubLibraries compile(String file, String source, String... options) {
        try {
            Path c = Files.writeString(folder.resolve(file + ".c"), source);
            List<String> command = Stream.concat(
                            Stream.of("gcc", "-shared", "-fPIC", "-Wl,-Bsymbolic"),
                            Stream.concat(
                                    Stream.of(options),
                                    Stream.of("-o", folder.resolve(file).toString(), c.toString())))
                    .toList();
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("gcc cannot compile " + c);
            }
            Files.delete(c);
            return this;
        } catch (IOException e) {
            if (gccIsMissing()) {
                return abort("gcc is missing: no library can take the driver's place");
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean gccIsMissing() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(java.io.File.pathSeparator))
                .noneMatch(place -> Files.isExecutable(Path.of(place, "gcc")));
    }
}
