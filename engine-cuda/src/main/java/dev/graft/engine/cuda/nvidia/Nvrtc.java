package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.List;

/** NVIDIA's run-time compiler: from the kernels' source to machine code of one architecture. No GPU is needed. */
public final class Nvrtc {
    /** CUDA's newest major version that this class knows. */
    private static final int NEWEST = 13;

    private final NativeFunctions functions;

    private Nvrtc(NativeFunctions functions) {
        this.functions = functions;
    }

    /** @throws GraftException if there is none */
    public static Nvrtc load(CudaLibraries libraries) {
        return load(libraries, NEWEST);
    }

    /**
     * The newest that a driver can work with, or else one that it cannot.
     *
     * @param most CUDA's major version that the driver supports
     * @throws GraftException if there is none
     */
    static Nvrtc load(CudaLibraries libraries, int most) {
        // It looks this up by name, and not beside itself.
        libraries.preload("libnvrtc-builtins\\.so\\.[\\d.]+");
        String[] files = most >= NEWEST
                ? new String[] {"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"}
                : new String[] {"libnvrtc.so.12", "libnvrtc.so.13", "libnvrtc.so"};
        return new Nvrtc(libraries.load("NVRTC", files));
    }

    private void check(int status, String what) {
        if (status != 0) {
            throw new GraftException("NVRTC cannot " + what + ": " + functions.text("nvrtcGetErrorString", status)
                    + ". Check the installation of CUDA.");
        }
    }

    private int[] numbers() {
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        check(functions.status("nvrtcVersion", major, minor), "tell its version");
        return new int[] {major.getValue(), minor.getValue()};
    }

    /** For example {@code 13.0}. */
    public String version() {
        return numbers()[0] + "." + numbers()[1];
    }

    /** The first number of the version: CUDA's. */
    int major() {
        return numbers()[0];
    }

    /**
     * Whether it makes code for an architecture.
     *
     * @param architecture compute capability, 90 for 9.0
     */
    boolean knows(int architecture) {
        IntByReference count = new IntByReference();
        check(functions.status("nvrtcGetNumSupportedArchs", count), "count architectures");
        try (Memory known = new Memory(4L * Math.max(1, count.getValue()))) {
            check(functions.status("nvrtcGetSupportedArchs", known), "tell architectures");
            return Arrays.stream(known.getIntArray(0, count.getValue())).anyMatch(each -> each == architecture);
        }
    }

    /** Beside the source all that it is given. */
    static List<String> options(ElementType maps, int architecture) {
        return List.of("--gpu-architecture=sm_" + architecture, "--std=c++17", "-DMAP_TYPE=" + maps.inSource());
    }

    /**
     * Machine code of all kernels.
     *
     * @param maps what {@code map_t} is
     * @param architecture compute capability, 90 for 9.0
     * @throws GraftException with the compiler's messages
     */
    public byte[] compile(KernelSource source, ElementType maps, int architecture) {
        PointerByReference program = new PointerByReference();
        check(
                functions.status(
                        "nvrtcCreateProgram", program, source.text(), "kernels.cu", 0, Pointer.NULL, Pointer.NULL),
                "begin a program");
        try {
            String[] options = options(maps, architecture).toArray(String[]::new);
            Pointer made = program.getValue();
            int status = functions.status("nvrtcCompileProgram", made, options.length, new StringArray(options));
            if (status != 0) {
                throw new GraftException("NVRTC " + version() + " cannot compile the kernels for sm_" + architecture
                        + ". This is a fault of Graft; please report it with these lines.\n" + log(made));
            }
            LongByReference size = new LongByReference();
            check(functions.status("nvrtcGetCUBINSize", made, size), "tell the size of what it made");
            try (Memory cubin = new Memory(size.getValue())) {
                check(functions.status("nvrtcGetCUBIN", made, cubin), "give what it made");
                return cubin.getByteArray(0, Math.toIntExact(size.getValue()));
            }
        } finally {
            functions.status("nvrtcDestroyProgram", program);
        }
    }

    private String log(Pointer program) {
        LongByReference size = new LongByReference();
        check(functions.status("nvrtcGetProgramLogSize", program, size), "tell the size of its log");
        try (Memory text = new Memory(Math.max(1, size.getValue()))) {
            check(functions.status("nvrtcGetProgramLog", program, text), "give its log");
            return text.getString(0);
        }
    }
}
