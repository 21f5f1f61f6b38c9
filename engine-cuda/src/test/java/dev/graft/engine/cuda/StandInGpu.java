package dev.graft.engine.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.device.KernelSource.Parameter;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import dev.graft.engine.cuda.plan.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder with libraries in the place of NVIDIA's, compiled by g++. They answer what a test wants, and {@link #computing} ones
 * compute, as {@code standin/driver.cpp} says: as late as a GPU may, and in the worst order that nothing forbids.
 */
public final class StandInGpu {
    private static final Path COMPILED = Path.of("target/stand-in-gpu");

    private static final List<String> OPTIONS = List.of(
            "g++",
            "-std=c++17",
            "-O1",
            "-fPIC",
            "-shared",
            // A copy for another test is another library: it must find its own functions and variables.
            "-fvisibility=hidden",
            "-fno-gnu-unique",
            "-Wl,-Bsymbolic",
            // A stream may hold functions of another of them.
            "-Wl,-z,nodelete");

    private final Path folder;

    StandInGpu(Path folder) {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: no library can take the driver's place");
        this.folder = folder;
    }

    /**
     * A GPU of compute capability 9.0 that computes.
     *
     * @param folder exists and is the test's own
     */
    public static StandInGpu computing(Path folder) {
        StandInGpu gpu = new StandInGpu(folder).driver(0, 13000, 90).all();
        HostKernels kernels = Simulation.kernels();
        for (ElementType maps : List.of(ElementType.F32, ElementType.BF16)) {
            Path image = folder.resolve(maps.inSource());
            String library = kernels.compile(maps).toString();
            try {
                Files.writeString(image, library + "\n" + parameters() + "\0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            gpu.setting("kernels-" + maps.inSource(), image).setting("host-" + maps.inSource(), library);
        }
        return gpu;
    }

    /** A line for each kernel: its name and a letter for each parameter. */
    private static String parameters() {
        return KernelSource.bundled().kernels().values().stream()
                .map(kernel -> kernel.name() + " "
                        + kernel.parameters().stream().map(StandInGpu::letter).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static String letter(Parameter parameter) {
        return parameter.pointer() ? "p" : parameter.type().substring(0, 1);
    }

    /** What the libraries look up, see {@code standin/standin.h}. */
    public StandInGpu setting(String name, Object value) {
        try {
            Files.writeString(
                    folder.resolve("settings"),
                    name + " " + value + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A driver.
     *
     * @param init what {@code cuInit} returns
     * @param version 13000 for CUDA 13.0
     * @param capabilities of its GPUs, 75 for 7.5
     */
    StandInGpu driver(int init, int version, Integer... capabilities) {
        String all = Stream.of(capabilities).map(String::valueOf).collect(Collectors.joining(" "));
        return copy("driver", "libcuda.so.1")
                .setting("init", init)
                .setting("version", version)
                .setting("capabilities", all);
    }

    /** @param version 130 for 13.0 */
    StandInGpu compiler(String file, int version) {
        return copy("compiler", file).setting(file, version);
    }

    StandInGpu cudnn(String file) {
        return copy("cudnn", file);
    }

    /** A library of which nothing is asked. */
    StandInGpu cublas(String file) {
        return copy("compiler", file);
    }

    /** What works with a driver for CUDA 13. */
    StandInGpu all() {
        return compiler("libnvrtc.so.13", 130).cudnn("libcudnn.so.9").cublas("libcublasLt.so.13");
    }

    private StandInGpu copy(String source, String file) {
        try {
            Files.copy(compiled(source), folder.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] source(String name) throws IOException {
        try (InputStream in = StandInGpu.class.getResourceAsStream("standin/" + name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name);
            }
            return in.readAllBytes();
        }
    }

    /** Once for all tests, and anew when the source changes. */
    private static Path compiled(String name) throws IOException {
        byte[] header = source("standin.h");
        byte[] program = source(name + ".cpp");
        byte[] options = OPTIONS.toString().getBytes(StandardCharsets.UTF_8);
        Path place = COMPILED.toAbsolutePath().resolve(name + "-" + digest(header, program, options));
        Path library = place.resolve(name + ".so");
        if (!Files.exists(library)) {
            Files.createDirectories(place);
            Files.write(place.resolve("standin.h"), header);
            Path cpp = Files.write(place.resolve(name + ".cpp"), program);
            Path made = Files.createTempFile(place, name, ".so");
            compile(cpp, made);
            Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
        }
        return library;
    }

    private static void compile(Path cpp, Path library) throws IOException {
        List<String> command = new ArrayList<>(OPTIONS);
        command.addAll(List.of("-o", library.toString(), cpp.toString(), "-ldl"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("g++ cannot compile " + cpp);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.of(parts).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- what goes on in it

    private NativeLibrary library(String file) {
        return NativeLibrary.getInstance(folder.resolve(file).toString());
    }

    private NativeLibrary driver() {
        return library("libcuda.so.1");
    }

    /** To be looked for in this folder alone. */
    public CudaLibraries libraries() {
        return CudaLibraries.in(List.of(folder));
    }

    /** In which order streams run that no event orders. */
    enum Order {
        /** Each runs only when it is waited for. */
        ALL_LATE,
        /** The first one runs only when it is waited for, newer ones at once. */
        NEWER_AT_ONCE
    }

    StandInGpu order(Order order) {
        driver().getFunction("standin_newer_at_once").invokeVoid(new Object[] {order.ordinal()});
        return this;
    }

    /** It has so many bytes of memory from now on. */
    void memory(long bytes) {
        driver().getFunction("standin_memory").invokeVoid(new Object[] {bytes});
    }

    /** Bytes of memory that are not free. */
    long taken() {
        return driver().getFunction("standin_taken").invokeLong(new Object[0]);
    }

    /**
     * Lets a function fail.
     *
     * @param number of the call from now on, 1 for the next
     */
    void fail(String function, int number, int status) {
        driver().getFunction("standin_fail").invokeVoid(new Object[] {function, number, status});
    }

    /** How often a function was called. */
    int calls(String function) {
        return driver().getFunction("standin_calls").invokeInt(new Object[] {function});
    }

    /** What was made and not given back: a line for each kind of things. */
    public String live() {
        return driver().getFunction("standin_live").invokeString(new Object[0], false);
    }

    /** What was done that may not be done, a line each. */
    public String faults() {
        return driver().getFunction("standin_faults").invokeString(new Object[0], false);
    }

    /** How often kernels were compiled. */
    public int compilations() {
        return library("libnvrtc.so.13").getFunction("standin_compilations").invokeInt(new Object[0]);
    }
}
