package dev.graft.engine.compiled;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where the time of an engine's passes and training steps goes. It is given to a
 * compiled engine when that is made and then sees all its sessions:
 *
 * <pre>{@code
 * EngineProfile profile = new EngineProfile(System::nanoTime);
 * Engine engine = new CpuEngine(new EngineOptions(1), profile);
 * ... // sessions run
 * profile.times().forEach(time -> System.out.println(time));
 * }</pre>
 *
 * <p>It looks at the clock before and after each step, all of which the engine has finished when it returns. An engine
 * without a profile does not look at it. Compiling is not part of any time; nor is what the engine {@code dl4j} computes
 * because a network does not compile. Not thread-safe: sessions must run in the thread that reads it.
 */
public final class EngineProfile {
    private final LongSupplier clock;
    private final Map<PlannedOperation, Sum> sums = new LinkedHashMap<>();
    private long began;
    private long passes;
    private long nanoseconds;

    /** @param clock tells nanoseconds: of the wall, or of the calling thread's processor time if there is one thread */
    public EngineProfile(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Time of an operation.
     *
     * @param operation which
     * @param runs how often it was run
     * @param nanoseconds of all runs together
     */
    public record OperationTime(PlannedOperation operation, long runs, long nanoseconds) {}

    private static final class Sum {
        private long calls;
        private long nanoseconds;
    }

    /** Forgets all times so far. */
    public void reset() {
        sums.clear();
        passes = 0;
        nanoseconds = 0;
    }

    /** Every operation that was run since the last reset, once, in the order in which they first ran. */
    public List<OperationTime> times() {
        List<OperationTime> times = new ArrayList<>();
        sums.forEach((operation, sum) ->
                times.add(new OperationTime(operation, sum.calls / operation.steps(), sum.nanoseconds)));
        return times;
    }

    /** Number of passes and training steps since the last reset. */
    public long passes() {
        return passes;
    }

    /** Of all passes and training steps together; what no operation took went between them. */
    public long nanoseconds() {
        return nanoseconds;
    }

    /** What plans and sessions call. */
    public StepObserver observer() {
        return new StepObserver() {
            @Override
            public void begin() {
                began = clock.getAsLong();
            }

            @Override
            public void run(PlannedOperation operation, Runnable step) {
                Sum sum = sums.computeIfAbsent(operation, unknown -> new Sum());
                long start = clock.getAsLong();
                step.run();
                sum.nanoseconds += clock.getAsLong() - start;
                sum.calls++;
            }

            @Override
            public void end() {
                nanoseconds += clock.getAsLong() - began;
                passes++;
            }
        };
    }
}
