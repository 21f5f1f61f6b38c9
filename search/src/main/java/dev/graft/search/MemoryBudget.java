package dev.graft.search;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets so many bytes' worth of trials run at a time. One that needs more than there is runs alone. */
final class MemoryBudget {
    private static final Logger log = LoggerFactory.getLogger(MemoryBudget.class);

    private final long all;
    private long free;

    MemoryBudget(long bytes) {
        this.all = bytes;
        this.free = bytes;
    }

    /**
     * Waits until there is room, and works.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void run(long bytes, Runnable work) throws InterruptedException {
        if (bytes > all) {
            log.warn(
                    "A trial may need about {} MiB; the search was given {} MiB. It runs alone.",
                    bytes >> 20,
                    all >> 20);
        }
        long share = Math.min(bytes, all);
        take(share);
        try {
            work.run();
        } finally {
            release(share);
        }
    }

    private synchronized void take(long bytes) throws InterruptedException {
        while (bytes > free) {
            wait();
        }
        free -= bytes;
    }

    private synchronized void release(long bytes) {
        free += bytes;
        notifyAll();
    }
}
