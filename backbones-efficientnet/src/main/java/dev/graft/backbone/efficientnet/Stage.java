package dev.graft.backbone.efficientnet;

/**
 * One row of table 1 of the paper: a run of equal inverted-residual blocks.
 *
 * @param kernel side of the depthwise kernel
 * @param repeats number of blocks
 * @param filtersIn channels that enter the first block
 * @param filtersOut channels that leave every block
 * @param expansion factor by which a block widens inside
 * @param stride of the first block
 */
record Stage(int kernel, int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
    /** A block after the first: it keeps size and channels. */
    Stage following() {
        return new Stage(kernel, repeats, filtersOut, filtersOut, expansion, 1);
    }
}
