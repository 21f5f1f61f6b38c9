package dev.graft.engine.cpu;

/** Which convolutions of 3 x 3 are computed by tiles. */
interface WinogradTable {
    /** None. */
    WinogradTable NOTHING = new WinogradTable() {
        @Override
        public boolean convolves(WinogradShape shape, boolean constantKernel) {
            return false;
        }

        @Override
        public int gradientWorkers(WinogradShape shape, int threads) {
            return 0;
        }
    };

    /**
     * Whether a convolution or the gradient of its input is.
     *
     * @param constantKernel whether its kernel is transformed once, not at every run
     */
    boolean convolves(WinogradShape shape, boolean constantKernel);

    /**
     * How many threads compute the gradient of kernels so; none if it is computed directly.
     *
     * @param threads most of them
     */
    int gradientWorkers(WinogradShape shape, int threads);
}
