package dev.graft.engine.cpu;

import java.util.function.Supplier;

/**
 * How many threads a plan is compiled for and runs with.
 *
 * @param engine what the engine sets otherwise
 * @param number for the plan
 */
record PlanThreads(OpenMpThreads engine, int number) {
    /** Does something with this number, where the usual one is set; it is set again afterwards. */
    <T> T with(Supplier<T> work) {
        if (number == engine.usual()) {
            return work.get();
        }
        OpenMpThreads.set(number);
        try {
            return work.get();
        } finally {
            engine.apply();
        }
    }
}
