package dev.graft.backbone.baseline;

/**
 * A run of equal convolutions with a pooling that halves height and width behind it.
 *
 * @param filters channels that leave every convolution
 * @param convolutions number of convolutions
 * @param pooled whether a pooling follows
 */
record Block(int filters, int convolutions, boolean pooled) {}
