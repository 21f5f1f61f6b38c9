package dev.graft.engine.cuda.nvidia;

/**
 * A way to compute a convolution, measured.
 *
 * @param place among cuDNN's recommendations, from 0 on
 * @param engine cuDNN's number
 * @param workspace bytes of scratch memory
 * @param tensorCores whether it may round single precision to ten bits
 * @param milliseconds of one execution among several; not a number if it failed
 */
public record ConvolutionChoice(int place, long engine, long workspace, boolean tensorCores, double milliseconds) {}
