package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile;
import dev.graft.error.GraftException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The profile that benchmarks of this process give to their engine. JMH makes profilers and benchmarks itself and shows
 * neither to the other, so they meet here.
 *
 * @param profile takes the times
 * @param clock what it looks at
 */
record RequestedProfile(EngineProfile profile, ProfileClock clock) {
    private static final AtomicReference<RequestedProfile> REQUESTED = new AtomicReference<>();

    /** Asks for operations to be timed. */
    static RequestedProfile request(ProfileClock clock) {
        RequestedProfile requested = new RequestedProfile(new EngineProfile(clock::nanoseconds), clock);
        REQUESTED.set(requested);
        return requested;
    }

    /**
     * What was asked for, if anything.
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
