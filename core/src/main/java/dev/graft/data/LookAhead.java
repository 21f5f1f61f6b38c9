package dev.graft.data;

import dev.graft.error.GraftException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on several threads and hands out their results in the tasks' order, never more than a fixed number ahead
 * of the consumer. To be used by one thread.
 */
final class LookAhead<T> implements Iterator<T>, AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final ExecutorService workers;
    private final Iterator<Callable<T>> tasks;
    private final int ahead;
    private final Deque<Future<T>> pending = new ArrayDeque<>();

    /** @param ahead how many results may be computed or waiting at a time, at least 1 */
    LookAhead(int threads, int ahead, Iterator<Callable<T>> tasks) {
        this.tasks = tasks;
        this.ahead = ahead;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "graft-decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty() || (tasks.hasNext() && !workers.isShutdown());
    }

    /**
     * Waits for the next result.
     *
     * @throws GraftException if the waiting thread is interrupted; it stays marked as interrupted
     * @throws RuntimeException what the task threw
     */
    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No image is left");
        }
        fill();
        Future<T> first = pending.remove();
        fill();
        try {
            // A finished result would be handed out without a look at the interruption.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return first.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new GraftException("Reading images was interrupted.", e);
        } catch (ExecutionException e) {
            close();
            throw asUnchecked(e);
        }
    }

    private void fill() {
        while (pending.size() < ahead && tasks.hasNext() && !workers.isShutdown()) {
            pending.add(workers.submit(tasks.next()));
        }
    }

    private static RuntimeException asUnchecked(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known
                ? known
                : new GraftException("Reading images failed: " + cause, failure);
    }

    /** Drops what was not asked for yet and waits until the threads have stopped. May be called again. */
    @Override
    public void close() {
        workers.shutdownNow();
        pending.clear();
        try {
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
