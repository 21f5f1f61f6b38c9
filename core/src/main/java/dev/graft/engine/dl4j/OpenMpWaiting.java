package dev.graft.engine.dl4j;

import com.sun.jna.Function;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets OpenMP threads sleep while they wait for work.
 *
 * <p>GNU's OpenMP lets them spin by default. A network is hundreds of short parallel loops, so when anything else needs
 * the processor, spinning threads take it from the very thread they wait for: with a busy neighbour on two cores,
 * training took five to forty times longer. On an idle machine both ways take the same time.
 *
 * <p>The library reads {@code OMP_WAIT_POLICY} from the environment of the process when it is loaded, and Java cannot
 * change that, so the C library is asked. A value set by the user wins.
 */
final class OpenMpWaiting {
    private static final Logger log = LoggerFactory.getLogger(OpenMpWaiting.class);
    private static final String VARIABLE = "OMP_WAIT_POLICY";
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private OpenMpWaiting() {}

    /** Call before ND4J's native library is loaded; later calls do nothing. */
    static void passive() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        if (!linux || System.getenv(VARIABLE) != null || !DONE.compareAndSet(false, true)) {
            return;
        }
        try {
            Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, "PASSIVE", 0});
        } catch (LinkageError | RuntimeException e) {
            log.info("{} could not be set ({}); set it to PASSIVE if other programs share the processor.", VARIABLE, e);
        }
    }
}
