package dev.graft.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;
import static org.bytedeco.dnnl.global.dnnl.get_effective_cpu_isa;

import java.util.Set;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * oneDNN on this processor. All primitives and memory of an engine of ours belong to one of these: oneDNN refuses to mix
 * two.
 */
final class OneDnn {
    private static final Set<String> X86 = Set.of("amd64", "x86_64", "x86");

    private final engine device = new engine(engine.kind.cpu, 0);
    /** A stream must not be used by two threads at once; sessions of an engine may run in several. */
    private final ThreadLocal<stream> streams;

    OneDnn() {
        streams = ThreadLocal.withInitial(() -> new stream(device));
    }

    engine device() {
        return device;
    }

    /** The calling thread's own. */
    stream stream() {
        return streams.get();
    }

    /** For primitives: scratch memory is given to them. */
    static primitive_attr attributes(NativeScope owner) {
        primitive_attr attributes = owner.own(new primitive_attr());
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }

    /** For example {@code oneDNN 3.11.0, avx512_core_bf16}. */
    static String describe() {
        dnnl_version_t version = dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch() + ", " + instructions();
    }

    /** Whether its vectors have 16 values of single precision. */
    static boolean hasAvx512() {
        return instructions().value >= cpu_isa.avx512_core.value;
    }

    /** Whether the processor multiplies and adds at once: all with AVX2 do, and all that are no x86. */
    static boolean hasFusedMultiplyAdd() {
        return !X86.contains(System.getProperty("os.arch")) || instructions().value >= cpu_isa.avx2.value;
    }

    /** The most advanced instructions that it uses here. */
    static cpu_isa instructions() {
        return get_effective_cpu_isa().intern();
    }
}
