package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile;
import dev.graft.error.GraftException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The profile that benchmarks of this process give to their engine. JMH makes profilers and benchmarks itself and shows
 * neither to the other, so they meet here.
 *
 * @param profile takes the times
 * @param clock what it looks at
 * @param told what a benchmark has timed itself, if it does
 */
record RequestedProfile(EngineProfile profile, ProfileClock clock, AtomicReference<@Nullable TimedCalls> told) {
    private static final AtomicReference<RequestedProfile> REQUESTED = new AtomicReference<>();

    /** Asks for operations to be timed. */
    static RequestedProfile request(ProfileClock clock) {
        RequestedProfile requested =
                new RequestedProfile(new EngineProfile(clock::nanoseconds), clock, new AtomicReference<>());
        REQUESTED.set(requested);
        return requested;
    }

    /** What was asked for, if anything. */
    static Optional<RequestedProfile> requested() {
        return Optional.ofNullable(REQUESTED.get());
    }

    /** A benchmark whose operations run elsewhere tells of its last iteration. */
    void tell(TimedCalls calls) {
        told.set(calls);
    }

    /** What was told since this was asked for the last time. */
    Optional<TimedCalls> taken() {
        return Optional.ofNullable(told.getAndSet(null));
    }

    /**
     * What was asked for, if it means something for a case.
     *
     * @throws GraftException if it means nothing for a case
     */
    static Optional<EngineProfile> check(EngineCase chosen) {
        RequestedProfile requested = REQUESTED.get();
        if (requested == null) {
            return Optional.empty();
        }
        int threads = chosen.options().threads();
        if (requested.clock == ProfileClock.PROCESSOR && threads > 1) {
            throw new GraftException("Processor time says nothing about " + threads
                    + " threads that wait for each other. Profile with clock=wall, or with -p threads=1.");
        }
        return Optional.of(requested.profile);
    }
}
