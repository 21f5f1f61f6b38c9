/**
 * The processor in a GPU's place: {@link dev.graft.engine.cuda.host.SimulatedDevice} runs plans by the kernels' own source. It is
 * what a GPU's results are held against, on any machine.
 */
@NullMarked
package dev.graft.engine.cuda.host;

import org.jspecify.annotations.NullMarked;
