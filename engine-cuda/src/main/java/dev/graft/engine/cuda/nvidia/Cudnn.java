package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.graft.error.GraftException;

/** cuDNN 9's backend interface: descriptors with attributes. */
public final class Cudnn {
    private final NativeFunctions functions;

    private Cudnn(NativeFunctions functions) {
        this.functions = functions;
    }

    /** @throws GraftException if there is none, or no cuBLAS of the version of CUDA that it was made for */
    public static Cudnn load(CudaLibraries libraries) {
        Cudnn cudnn = new Cudnn(libraries.load("cuDNN 9", "libcudnn.so.9"));
        long major = cudnn.functions.number("cudnnGetCudartVersion") / 1000;
        // cuDNN looks these up by name when it first computes, and ends the program where it does not find the first.
        libraries.load(
                "cuBLAS of CUDA " + major + ", which " + cudnn.describe() + " needs,", "libcublasLt.so." + major);
        libraries.preload("libcublas\\.so\\." + major);
        return cudnn;
    }

    /** For example 92400 for 9.24.0. */
    public long version() {
        return functions.number("cudnnGetVersion");
    }

    /** For people. */
    public String describe() {
        long version = version();
        return "cuDNN " + version / 10000 + "." + version / 100 % 100 + "." + version % 100;
    }

    NativeFunctions functions() {
        return functions;
    }

    void check(int status, String what) {
        if (status != 0) {
            try (Memory text = new Memory(2048)) {
                functions.library().getFunction("cudnnGetLastErrorString").invokeVoid(new Object[] {text, 2048L});
                throw new GraftException(describe() + " cannot " + what + ": "
                        + functions.text("cudnnGetErrorString", status) + " " + text.getString(0)
                        + ". Try another release of cuDNN, or the engine cpu.");
            }
        }
    }

    /** Kinds of descriptors: cudnnBackendDescriptorType_t. */
    enum Kind {
        CONVOLUTION(1),
        ENGINE(2),
        ENGINE_CONFIGURATION(3),
        HEURISTICS(4),
        EXECUTION_PLAN(5),
        FORWARD(10),
        KERNEL_GRADIENT(11),
        DATA_GRADIENT(12),
        OPERATION_GRAPH(15),
        VARIANT_PACK(16),
        TENSOR(17),
        DEVICE_PROPERTIES(38);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** Types of attributes: cudnnBackendAttributeType_t. */
    enum Type {
        HANDLE(0),
        DATA_TYPE(1),
        BOOLEAN(2),
        INT64(3),
        FLOAT(4),
        VOID_POINTER(6),
        CONVOLUTION_MODE(7),
        HEURISTICS_MODE(8),
        NUMERICAL_NOTE(11),
        DESCRIPTOR(15),
        BEHAVIOR_NOTE(19),
        CHARACTER(24);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** A new descriptor, to be closed. */
    Descriptor create(Kind kind) {
        PointerByReference made = new PointerByReference();
        check(functions.status("cudnnBackendCreateDescriptor", kind.number, made), "describe a " + kind);
        return new Descriptor(kind, made.getValue());
    }

    /** Native memory of a description. */
    final class Descriptor implements AutoCloseable {
        private final Kind kind;
        private final Pointer pointer;

        private Descriptor(Kind kind, Pointer pointer) {
            this.kind = kind;
            this.pointer = pointer;
        }

        Pointer pointer() {
            return pointer;
        }

        private Descriptor set(int attribute, Type type, long count, Pointer values) {
            int status = functions.status("cudnnBackendSetAttribute", pointer, attribute, type.number, count, values);
            check(status, "set attribute " + attribute + " of a " + kind);
            return this;
        }

        Descriptor longs(int attribute, long... values) {
            try (Memory memory = new Memory(8L * values.length)) {
                memory.write(0, values, 0, values.length);
                return set(attribute, Type.INT64, values.length, memory);
            }
        }

        /** One number of an enumeration. */
        Descriptor number(int attribute, Type type, int value) {
            try (Memory memory = new Memory(8)) {
                memory.setInt(0, value);
                return set(attribute, type, 1, memory);
            }
        }

        Descriptor single(int attribute, float value) {
            try (Memory memory = new Memory(8)) {
                memory.setFloat(0, value);
                return set(attribute, Type.FLOAT, 1, memory);
            }
        }

        Descriptor no(int attribute) {
            try (Memory memory = new Memory(8)) {
                memory.setByte(0, (byte) 0);
                return set(attribute, Type.BOOLEAN, 1, memory);
            }
        }

        Descriptor text(int attribute, String value) {
            try (Memory memory = new Memory(value.length() + 1L)) {
                memory.setString(0, value);
                return set(attribute, Type.CHARACTER, value.length() + 1L, memory);
            }
        }

        Descriptor pointers(int attribute, Type type, Pointer... values) {
            try (Memory memory = new Memory(8L * values.length)) {
                memory.write(0, values, 0, values.length);
                return set(attribute, type, values.length, memory);
            }
        }

        Descriptor descriptor(int attribute, Descriptor value) {
            return pointers(attribute, Type.DESCRIPTOR, value.pointer);
        }

        /** Checks it; false if cuDNN does not support it. */
        boolean supported() {
            return functions.status("cudnnBackendFinalize", pointer) == 0;
        }

        Descriptor finished() {
            check(functions.status("cudnnBackendFinalize", pointer), "finish a " + kind);
            return this;
        }

        /** How many values an attribute has. */
        long count(int attribute, Type type) {
            try (Memory count = new Memory(8)) {
                check(
                        functions.status(
                                "cudnnBackendGetAttribute", pointer, attribute, type.number, 0L, count, Pointer.NULL),
                        "count attribute " + attribute + " of a " + kind);
                return count.getLong(0);
            }
        }

        /** Fills descriptors that were created. */
        long fill(int attribute, Descriptor... values) {
            try (Memory memory = new Memory(8L * Math.max(1, values.length));
                    Memory count = new Memory(8)) {
                for (int i = 0; i < values.length; i++) {
                    memory.setPointer(8L * i, values[i].pointer);
                }
                check(
                        functions.status(
                                "cudnnBackendGetAttribute",
                                pointer,
                                attribute,
                                Type.DESCRIPTOR.number,
                                (long) values.length,
                                count,
                                memory),
                        "give attribute " + attribute + " of a " + kind);
                return count.getLong(0);
            }
        }

        long number(int attribute) {
            try (Memory memory = new Memory(8);
                    Memory count = new Memory(8)) {
                check(
                        functions.status(
                                "cudnnBackendGetAttribute", pointer, attribute, Type.INT64.number, 1L, count, memory),
                        "give attribute " + attribute + " of a " + kind);
                return memory.getLong(0);
            }
        }

        /** Numbers of an enumeration. */
        int[] numbers(int attribute, Type type) {
            int most = 32;
            try (Memory memory = new Memory(4L * most);
                    Memory count = new Memory(8)) {
                check(
                        functions.status(
                                "cudnnBackendGetAttribute",
                                pointer,
                                attribute,
                                type.number,
                                (long) most,
                                count,
                                memory),
                        "give attribute " + attribute + " of a " + kind);
                return memory.getIntArray(0, (int) Math.min(most, count.getLong(0)));
            }
        }

        @Override
        public void close() {
            functions.status("cudnnBackendDestroyDescriptor", pointer);
        }
    }
}
