/**
 * The compiled engine on NVIDIA GPUs. A program is emitted as a plan of commands, which is data; a device runs it.
 */
@NullMarked
package dev.graft.engine.cuda;

import org.jspecify.annotations.NullMarked;
