package dev.graft.backbone.efficientnet;

/**
 * One row of table 4 of the paper: a run of equal blocks of kernels 3 x 3.
 *
 * @param fused whether one convolution stands in place of a block's expansion and depthwise convolution
 * @param repeats number of blocks
 * @param filtersIn channels that enter the first block
 * @param filtersOut channels that leave every block
 * @param expansion factor by which a block widens inside
 * @param stride of the first block
 */
record EfficientNetV2Stage(boolean fused, int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
    static EfficientNetV2Stage fused(int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
        return new EfficientNetV2Stage(true, repeats, filtersIn, filtersOut, expansion, stride);
    }

    /** Of inverted residuals with squeeze-and-excitation. */
    static EfficientNetV2Stage inverted(int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
        return new EfficientNetV2Stage(false, repeats, filtersIn, filtersOut, expansion, stride);
    }

    /** Wider and deeper. */
    EfficientNetV2Stage scaled(Scaling scaling) {
        return new EfficientNetV2Stage(
                fused,
                scaling.repeats(repeats),
                scaling.nearestFilters(filtersIn),
                scaling.nearestFilters(filtersOut),
                expansion,
                stride);
    }

    /** A block after the first: it keeps size and channels. */
    EfficientNetV2Stage following() {
        return new EfficientNetV2Stage(fused, repeats, filtersOut, filtersOut, expansion, 1);
    }
}
