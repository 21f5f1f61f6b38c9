package dev.graft.data;

import dev.graft.progress.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what it is told. */
final class CountingProgress implements Progress {
    final AtomicLong total = new AtomicLong();
    final AtomicLong done = new AtomicLong();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public Task start(String name, long steps) {
        total.addAndGet(steps);
        return new Task() {
            @Override
            public void advance(long more) {
                done.addAndGet(more);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
