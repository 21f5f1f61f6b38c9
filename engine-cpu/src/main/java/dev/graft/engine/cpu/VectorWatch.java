package dev.graft.engine.cpu;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once if Java's compiler makes no vector instructions of {@link WinogradTransforms}: nothing else would tell. It looks
 * at the clock only while an engine warms up, and goes by the shortest of many times, so that neighbours do not matter.
 */
final class VectorWatch {
    private static final Logger log = LoggerFactory.getLogger(VectorWatch.class);

    /** Transforms of the input after which they are compiled: about half a second of convolutions. */
    private static final long WARM = 50_000;

    private static final long MEASURED = 1_000;
    /** A transform takes 0.7 to 0.9 microseconds with vectors, 2.0 on a busy Xeon of 2 GHz, and 3.5 or more without. */
    private static final long LIMIT = 3_000;

    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean done;

    /** Computes {@link WinogradTransforms#input}. */
    void input(float[] scratch) {
        if (done) {
            WinogradTransforms.input(scratch);
            return;
        }
        long start = System.nanoTime();
        WinogradTransforms.input(scratch);
        observe(System.nanoTime() - start);
    }

    /** @param nanoseconds that a transform took */
    void observe(long nanoseconds) {
        long number = seen.incrementAndGet();
        if (number > WARM) {
            shortest.accumulateAndGet(nanoseconds, Math::min);
        }
        if (number == WARM + MEASURED) {
            done = true;
            if (shortest.get() > LIMIT) {
                log.warn(
                        "{} {} makes no vector instructions of Winograd's transforms ({} ns, at most {} expected):"
                                + " convolutions of 3 x 3 may be slower than computed directly. Use OpenJDK 17 or later"
                                + " with its C2 compiler, or -D{}=off.",
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.version"),
                        shortest.get(),
                        LIMIT,
                        Winograd.PROPERTY);
            }
        }
    }
}
