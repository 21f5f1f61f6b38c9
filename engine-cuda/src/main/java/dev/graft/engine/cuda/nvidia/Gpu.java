package dev.graft.engine.cuda.nvidia;

/**
 * A GPU of the machine.
 *
 * @param ordinal its number, from 0 on
 * @param name as its driver calls it
 * @param architecture compute capability, 90 for 9.0
 */
public record Gpu(int ordinal, String name, int architecture) {
    /** The oldest that cuDNN 9 and CUDA 13 know: Turing. */
    static final int OLDEST = 75;

    /** The oldest that has tensor cores for bfloat16 and rounded single precision: Ampere. */
    static final int OLDEST_ROUNDING = 80;

    boolean newEnough() {
        return architecture >= OLDEST;
    }

    /** For example {@code 9.0}. */
    static String capability(int architecture) {
        return architecture / 10 + "." + architecture % 10;
    }

    @Override
    public String toString() {
        return name + " (compute capability " + capability(architecture) + ")";
    }
}
