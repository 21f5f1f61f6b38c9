package dev.graft.train;

import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureSources;
import dev.graft.feature.PassRequest;
import dev.graft.feature.TrainingPass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trainings that go on together, epoch by epoch. Those furthest behind go first, so that trainings that were interrupted at
 * different moments, or left their first phase early, meet again and can share what is left.
 */
final class LockStep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LockStep.class);

    private final FeatureCache cache;
    private final int decodingThreads;
    private final SharedTrainer.Results results;
    private final List<SharedMember> running = new ArrayList<>();
    private long freeBytes;
    private @Nullable FeatureSources shared;

    /** @param memoryBytes for parameters of all */
    LockStep(FeatureCache cache, int decodingThreads, long memoryBytes, SharedTrainer.Results results) {
        this.cache = cache;
        this.decodingThreads = decodingThreads;
        this.freeBytes = memoryBytes;
        this.results = results;
    }

    /** Whether a training goes on with these, or has failed already; not if it has to wait for room. */
    boolean takes(SharedMember member) {
        if (!attempt(member, SharedMember::build)) {
            return true;
        }
        long bytes = TrainingMemory.of(member.job());
        if (bytes > freeBytes && !running.isEmpty()) {
            return false;
        }
        freeBytes -= bytes;
        running.add(member);
        return true;
    }

    void run() {
        forEach(running, member -> member.open(cache, decodingThreads));
        openFeatures();
        forEach(running, member -> member.course().begin());
        endThoseThatAreOver();
        while (!running.isEmpty()) {
            List<SharedMember> due = due();
            Shared pass = share(due);
            forEach(due, member -> member.course().epoch(pass.secondsOf(member)));
            endThoseThatAreOver();
        }
    }

    /** What cannot be prepared together is prepared, or fails, for each training alone. */
    private void openFeatures() {
        if (running.isEmpty()) {
            return;
        }
        List<TrainingLoop> courses = running.stream().map(SharedMember::course).toList();
        try {
            shared = PhaseFeatures.together(
                    courses.stream().map(TrainingLoop::features).toList(),
                    courses.stream().map(TrainingLoop::phase).toList(),
                    running.get(0).job().progress());
        } catch (RuntimeException | OutOfMemoryError e) {
            goOnAlone(e);
        }
    }

    private List<SharedMember> due() {
        TrainingPass least = running.stream()
                .map(member -> member.course().next())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return running.stream()
                .filter(member -> member.course().next().equals(least))
                .toList();
    }

    /**
     * What was computed for several trainings at once.
     *
     * @param members those it was computed for
     */
    private record Shared(Set<SharedMember> members, double seconds) {
        static final Shared NOTHING = new Shared(Set.of(), 0);

        double secondsOf(SharedMember member) {
            return members.contains(member) ? seconds / members.size() : 0;
        }
    }

    private Shared share(List<SharedMember> due) {
        if (shared == null) {
            return Shared.NOTHING;
        }
        long start = System.nanoTime();
        Map<PassRequest, SharedMember> asking = new IdentityHashMap<>();
        List<PassRequest> requests = new ArrayList<>();
        for (SharedMember member : due) {
            member.course().next(shared).ifPresent(request -> {
                requests.add(request);
                asking.put(request, member);
            });
        }
        try {
            Set<SharedMember> served =
                    shared.share(requests).stream().map(asking::get).collect(Collectors.toSet());
            return new Shared(served, (System.nanoTime() - start) / 1e9);
        } catch (RuntimeException | OutOfMemoryError e) {
            goOnAlone(e);
            return Shared.NOTHING;
        }
    }

    private void goOnAlone(Throwable e) {
        Interruption.check();
        // Who needs what failed will fail with it, and its report has the whole story.
        log.warn(
                "What trainings have in common cannot be computed for all of them ({}). Each goes on for itself.",
                e.toString());
    }

    private void endThoseThatAreOver() {
        for (SharedMember member : List.copyOf(running)) {
            if (member.course().isOver()) {
                TrainingOutcome[] outcome = new TrainingOutcome[1];
                if (attempt(member, m -> outcome[0] = m.course().outcome())) {
                    end(member, new SharedResult.Finished(member.job().model(), outcome[0]));
                }
            }
        }
    }

    private void forEach(List<SharedMember> members, Consumer<SharedMember> step) {
        for (SharedMember member : List.copyOf(members)) {
            attempt(member, step);
        }
    }

    /** Does something for a training; if that fails, the training has failed. */
    private boolean attempt(SharedMember member, Consumer<SharedMember> step) {
        try {
            step.accept(member);
            return true;
        } catch (RuntimeException e) {
            // An interruption is meant for all of them, not only for the one that happens to be at work.
            Interruption.check();
            end(member, new SharedResult.Failed(e));
        } catch (OutOfMemoryError e) {
            end(member, new SharedResult.Failed(member.explained(e)));
        }
        return false;
    }

    private void end(SharedMember member, SharedResult result) {
        running.remove(member);
        if (result instanceof SharedResult.Finished) {
            member.close();
        } else {
            member.discard();
        }
        results.ended(member.number(), result);
    }

    @Override
    public void close() {
        try {
            running.forEach(SharedMember::discard);
        } finally {
            if (shared != null) {
                shared.close();
            }
        }
    }
}
