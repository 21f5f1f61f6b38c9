package dev.graft.engine.dl4j;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Makes DL4J use its oneDNN implementations of convolution, pooling and batch normalization.
 *
 * <p>They are off by default in M2.1, twice: the property {@code org.eclipse.deeplearning4j.helpers.disable} defaults to
 * true, and the check behind it looks up a class that no longer exists ({@link org.nd4j.nativeblas.Nd4jCpu} in this
 * module takes its place).
 */
public final class OneDnnHelpers {
    private OneDnnHelpers() {}

    /**
     * Switches the helpers on for layers created from now on. A value of the property set by the user wins. Cheap; may be
     * called often.
     */
    public static void enable() {
        OpenMpWaiting.brief();
        if (System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
            System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
        }
    }

    /** Whether DL4J will really use oneDNN for layers created now. Loads ND4J. */
    public static boolean active() {
        return requested() && libraryHasOneDnn();
    }

    private static boolean requested() {
        return !Boolean.parseBoolean(System.getProperty(
                        DL4JSystemProperties.DISABLE_HELPER_PROPERTY,
                        DL4JSystemProperties.HELPER_DISABLE_DEFAULT_VALUE))
                && BaseMKLDNNHelper.mklDnnEnabled();
    }

    /**
     * Whether ND4J's native library was built with oneDNN. The plain builds are not: DL4J's helpers then find no operation
     * to call and fall back silently.
     */
    static boolean libraryHasOneDnn() {
        Nd4j.getExecutioner();
        String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
        return build != null && build.contains("HAVE_ONEDNN");
    }
}
