package org.nd4j.nativeblas;

/**
 * Opens the door to DL4J's oneDNN layer helpers.
 *
 * <p>DL4J 1.0.0-M2.1 asks, by reflection, a class of this name whether oneDNN may be used
 * ({@code BaseMKLDNNHelper.mklDnnEnabled}). ND4J dropped that class, so without this one every convolution silently takes
 * the im2col path, two to six times slower. See {@link dev.graft.engine.dl4j.OneDnnHelpers}.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** Stands in for the removed native environment. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        /** Called by DL4J. */
        public static Environment getInstance() {
            return INSTANCE;
        }

        /** Called by DL4J. */
        public boolean isUseMKLDNN() {
            return true;
        }
    }
}
