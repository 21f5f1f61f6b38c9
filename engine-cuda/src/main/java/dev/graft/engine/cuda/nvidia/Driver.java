package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.graft.error.GraftException;
import org.jspecify.annotations.Nullable;

/** CUDA's driver interface. */
final class Driver {
    /** Not enough memory on the device. */
    static final int OUT_OF_MEMORY = 2;
    /** A flag of events: that they keep no time, which would cost some. */
    static final int WITHOUT_TIME = 2;

    private static final int MAJOR = 75;
    private static final int MINOR = 76;

    private final NativeFunctions functions;

    private Driver(NativeFunctions functions) {
        this.functions = functions;
    }

    /**
     * Loads it; {@code cuInit} starts it.
     *
     * @throws GraftException if there is none
     */
    static Driver load(CudaLibraries libraries) {
        return new Driver(libraries.driver());
    }

    /**
     * Calls a function.
     *
     * @param what it does, for the message
     * @throws GraftException if it fails
     */
    void call(String what, String function, @Nullable Object... arguments) {
        int status = functions.status(function, arguments);
        if (status != 0) {
            throw new GraftException(
                    "NVIDIA's driver cannot " + what + " (" + function + "): " + error(status) + ". See docs/gpu.md.");
        }
    }

    /** Calls a function whose failure the caller tells. */
    int status(String function, @Nullable Object... arguments) {
        return functions.status(function, arguments);
    }

    /** What a status means. */
    String error(int status) {
        PointerByReference text = new PointerByReference();
        return functions.status("cuGetErrorString", status, text) == 0
                ? text.getValue().getString(0)
                : "error " + status;
    }

    /** For example 13000: CUDA 13.0 at most. */
    int version() {
        IntByReference version = new IntByReference();
        call("tell its version", "cuDriverGetVersion", version);
        return version.getValue();
    }

    /** Number of GPUs. */
    int devices() {
        IntByReference count = new IntByReference();
        call("count GPUs", "cuDeviceGetCount", count);
        return count.getValue();
    }

    /** A GPU by its number. */
    int device(int ordinal) {
        IntByReference device = new IntByReference();
        call("find GPU " + ordinal, "cuDeviceGet", device, ordinal);
        return device.getValue();
    }

    String name(int device) {
        try (Memory name = new Memory(256)) {
            call("name a GPU", "cuDeviceGetName", name, 256, device);
            return name.getString(0);
        }
    }

    /** 90 for 9.0. */
    int architecture(int device) {
        return 10 * attribute(MAJOR, device) + attribute(MINOR, device);
    }

    private int attribute(int number, int device) {
        IntByReference value = new IntByReference();
        call("describe a GPU", "cuDeviceGetAttribute", value, number, device);
        return value.getValue();
    }

    /** Bytes that are free, and all bytes. */
    long[] memory() {
        try (Memory values = new Memory(16)) {
            call("tell its memory", "cuMemGetInfo_v2", values, values.share(8));
            return values.getLongArray(0, 2);
        }
    }

    /** Makes a pointer by a function whose first argument is its address. */
    Pointer make(String what, String function, @Nullable Object... arguments) {
        PointerByReference made = new PointerByReference();
        @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
        all[0] = made;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        call(what, function, all);
        return made.getValue();
    }
}
