package dev.graft.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Java threads that share a step's work. OpenMP keeps a number of threads for each thread that calls it: while workers
 * compute, each has one, so that as many threads run as an engine has, theirs or OpenMP's, never both. OpenMP's idle
 * threads stand in the way only as long as they spin, which is some 20 microseconds.
 */
final class Workers {
    /** Seconds after which helpers that nobody needs end. */
    private static final long IDLE = 10;

    private final OpenMpThreads threads;
    private final ExecutorService helpers;
    private final ThreadLocal<float[]> scratch = ThreadLocal.withInitial(() -> new float[WinogradTransforms.SIZE]);

    /** What one of several workers does. */
    interface Share {
        /** @param worker its number, from 0 on */
        void run(int worker);
    }

    /** @param threads as many work at once at most, the caller among them */
    Workers(OpenMpThreads threads) {
        this.threads = threads;
        // No queue: sessions that run at the same time each get threads of their own.
        this.helpers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE, TimeUnit.SECONDS, new SynchronousQueue<>(), Workers::helper);
    }

    private static Thread helper(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    OpenMpThreads.set(1);
                    work.run();
                },
                "graft-cpu-worker");
        thread.setDaemon(true);
        return thread;
    }

    int count() {
        return threads.usual();
    }

    /** Does something with one thread of OpenMP's. */
    <T> T alone(Supplier<T> work) {
        return OpenMpThreads.with(1, work);
    }

    /**
     * Runs shares side by side, the first one in the calling thread. Returns when all have ended: they work in memory that the
     * caller may free.
     */
    void run(int shares, Share share) {
        List<Future<?>> others = new ArrayList<>(shares);
        List<Throwable> failures = new ArrayList<>();
        try {
            for (int i = 1; i < shares; i++) {
                int worker = i;
                others.add(helpers.submit(() -> share.run(worker)));
            }
            alone(() -> {
                share.run(0);
                return null;
            });
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        others.forEach(other -> await(other).ifPresent(failures::add));
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A step failed", failures.get(0));
        }
    }

    /** How it failed, if it did. */
    private static Optional<Throwable> await(Future<?> other) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    other.get();
                    return Optional.empty();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return Optional.of(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The calling thread's own array for {@link WinogradTransforms}. */
    float[] scratch() {
        return scratch.get();
    }
}
