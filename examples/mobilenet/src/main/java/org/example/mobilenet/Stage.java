package org.example.mobilenet;

/**
 * One row of table 2 of the paper: a run of inverted residual blocks.
 *
 * @param expansion factor by which a block widens inside
 * @param filters channels that leave every block, before alpha
 * @param blocks number of blocks
 * @param stride of the first block
 */
record Stage(int expansion, int filters, int blocks, int stride) {}
