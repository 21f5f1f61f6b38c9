package dev.graft.engine.compiled;

/**
 * One operation of a compiled plan: an instruction of the program, a change of layout that one of them needs, a copy in or
 * out, or the optimizer. Every primitive that a plan runs belongs to exactly one.
 *
 * @param number place in its plan, from 0 on; the optimizer comes last, with {@link Integer#MAX_VALUE}
 * @param phase what it is part of
 * @param operation its kind, for example {@code Convolution 3x3/2} (kernel 3 x 3, stride 2)
 * @param layer name of the layer it comes from
 * @param shape of what goes in and what comes out, without the batch, {@code 64x56x56 -> 256x56x56}; that of the
 *     instruction it is for if it is a change of layout
 * @param implementation the library's name of what computes it, {@code java} for what is computed in Java; several with commas
 * @param steps number of primitives and other calls it takes
 * @param flops floating-point operations of convolutions and dense layers in a run, two for each multiplication, padding
 *     included; 0 for all else, which memory bounds
 * @param bytes that a run moves if it reads each value once and writes each once, in the precision they are stored in
 */
public record PlannedOperation(
        int number,
        Phase phase,
        String operation,
        String layer,
        String shape,
        String implementation,
        int steps,
        long flops,
        long bytes) {}
