/**
 * Plans on machines that have a GPU and little else: {@link dev.graft.engine.cuda.replay.Replay} runs files of plans without a
 * network, whose values come from seeds, checks what the device computes, and measures it. Only {@link
 * dev.graft.engine.cuda.replay.Workloads}, which makes such files, knows models.
 */
@NullMarked
package dev.graft.engine.cuda.replay;

import org.jspecify.annotations.NullMarked;
