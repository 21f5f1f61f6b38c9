package dev.graft.engine.cpu;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Work;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads compute. OpenMP keeps the number for each calling thread, so it is set wherever work begins.
 *
 * <p>A program that is done sooner than other threads are woken, such as a training step of a head on frozen features, takes
 * one thread. The others would spin at every operation, and where something else needs the processor, whoever waits for them
 * waits long.
 *
 * @param usual for all but small programs
 */
record OpenMpThreads(int usual) {
    /** Multiplications of a small program, and values times {@link #VALUE}: some 0.2 ms of one core with AVX-512. */
    private static final long SMALL = 1L << 23;
    /** A value that is written takes as long as so many multiplications. */
    private static final long VALUE = 8;

    /** How many a program of so many images is compiled for, and runs with. */
    int of(Program program, int batch) {
        long work = program.instructions().stream()
                .mapToLong(instruction -> work(instruction, batch))
                .sum();
        return work < SMALL ? 1 : usual;
    }

    private static long work(Instruction instruction, int batch) {
        long written = instruction.outputs().stream()
                .mapToLong(value -> value.elements() * (value.kind().perImage() ? batch : 1))
                .sum();
        return batch * Work.multiplications(instruction) + VALUE * written;
    }

    /** Sets the usual number for the calling thread. */
    void apply() {
        set(usual);
    }

    /** Sets a number for the calling thread. */
    static void set(int threads) {
        operations().setOmpNumThreads(threads);
    }

    /** Does something with a number, in the calling thread, which has its own again afterwards. */
    static <T> T with(int threads, Supplier<T> work) {
        int before = operations().ompGetMaxThreads();
        if (before == threads) {
            return work.get();
        }
        set(threads);
        try {
            return work.get();
        } finally {
            set(before);
        }
    }

    private static NativeOps operations() {
        Nd4j.getExecutioner();
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
