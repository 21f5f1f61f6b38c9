/**
 * What a device does in a step, as data: {@link dev.graft.engine.cuda.plan.DevicePlan} is a list of commands over named pieces of
 * memory. It knows no network, no native library and no device, so that it can be printed, kept, and replayed on a GPU or on
 * the processor.
 */
@NullMarked
package dev.graft.engine.cuda.plan;

import org.jspecify.annotations.NullMarked;
