package dev.graft.engine.dl4j;

import com.sun.jna.Function;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets OpenMP threads wait for work for a moment, then sleep.
 *
 * <p>GNU's OpenMP lets them spin for milliseconds by default. A network is hundreds of short parallel loops, so when
 * anything else needs the processor, spinning threads take it from the very thread they wait for: with a busy neighbour on
 * two cores, training took five to forty times longer. Waking a thread that sleeps, on the other hand, takes longer than a
 * small loop: without any spinning EfficientNetB0 took three times as long for one image of 160 px, and more than twice as
 * long for a training step at 48 px. Some 20 microseconds bridge the gap between two loops and cost little beside others.
 *
 * <p>The library reads its variables from the environment of the process when it is loaded, and Java cannot change that, so
 * the C library is asked. What the user has set wins.
 */
final class OpenMpWaiting {
    private static final Logger log = LoggerFactory.getLogger(OpenMpWaiting.class);
    private static final String POLICY = "OMP_WAIT_POLICY";
    /** GNU's own, which goes before the policy; other libraries know the policy alone. */
    private static final String SPINS = "GOMP_SPINCOUNT";
    /** About 100,000 take a millisecond, by the comments in libgomp's env.c. */
    private static final String SOME = "2000";

    private static final AtomicBoolean DONE = new AtomicBoolean();

    private OpenMpWaiting() {}

    /** Call before ND4J's native library is loaded; later calls do nothing. */
    static void brief() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        boolean chosen = System.getenv(POLICY) != null || System.getenv(SPINS) != null;
        if (!linux || chosen || !DONE.compareAndSet(false, true)) {
            return;
        }
        try {
            set(POLICY, "PASSIVE");
            set(SPINS, SOME);
        } catch (LinkageError | RuntimeException e) {
            log.info("{} could not be set ({}); set it to PASSIVE if other programs share the processor.", POLICY, e);
        }
    }

    private static void set(String variable, String value) {
        Function.getFunction("c", "setenv").invokeInt(new Object[] {variable, value, 0});
    }
}
