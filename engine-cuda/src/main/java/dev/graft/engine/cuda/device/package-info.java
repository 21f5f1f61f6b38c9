/**
 * Where plans run: {@link dev.graft.engine.cuda.device.Device}, narrow enough that a processor can take a GPU's place in tests.
 */
@NullMarked
package dev.graft.engine.cuda.device;

import org.jspecify.annotations.NullMarked;
