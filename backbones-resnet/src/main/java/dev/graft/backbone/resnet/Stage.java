package dev.graft.backbone.resnet;

/**
 * One column block of table 1 of the paper: a run of bottleneck blocks.
 *
 * @param filters channels inside a block; four times as many leave it
 * @param blocks number of blocks
 * @param stride of the first block, in version 2 of the last
 */
record Stage(int filters, int blocks, int stride) {}
