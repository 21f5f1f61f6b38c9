package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import java.util.List;

/**
 * What the operations of some calls of a benchmark took.
 *
 * @param times of all operations, sums over the calls
 * @param calls how many
 * @param nanoseconds of all calls together
 * @param limits of what computes
 * @param clock what was looked at
 * @param where what computes, in words
 * @param more lines of its own; empty if there are none
 */
record TimedCalls(
        List<OperationTime> times,
        long calls,
        long nanoseconds,
        Roofline limits,
        String clock,
        String where,
        String more) {}
