package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import java.util.List;

/**
 * Some operations of a pass or step, together.
 *
 * @param name what they have in common
 * @param operations how many there are in one
 * @param milliseconds of one
 * @param share of its time, 0 to 1
 * @param gigaflops 10^9 floating-point operations a second
 * @param gigabytes 10^9 bytes a second
 * @param roofline time that the machine's limits allow at best, as a share of the time taken
 */
record ProfileRow(
        String name,
        double operations,
        double milliseconds,
        double share,
        double gigaflops,
        double gigabytes,
        double roofline) {
    /**
     * Of some operations.
     *
     * @param passes number of runs of the whole that the times are sums over
     * @param nanoseconds of the whole, all runs together
     */
    static ProfileRow of(String name, List<OperationTime> times, long passes, double nanoseconds, Roofline limits) {
        double runs = 0;
        double took = 0;
        double flops = 0;
        double bytes = 0;
        double bound = 0;
        for (OperationTime time : times) {
            runs += time.runs();
            took += time.nanoseconds();
            flops += (double) time.runs() * time.operation().flops();
            bytes += (double) time.runs() * time.operation().bytes();
            bound += time.runs() * limits.bound(time.operation());
        }
        // A clock that is too coarse for an operation says that it took no time.
        double divisor = Math.max(took, 1);
        return new ProfileRow(
                name,
                runs / passes,
                took / passes / 1e6,
                took / nanoseconds,
                flops / divisor,
                bytes / divisor,
                bound / divisor);
    }
}
