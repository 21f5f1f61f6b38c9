/**
 * From programs to plans: {@link dev.graft.engine.cuda.emit.PlanCompiler} emits each instruction as launches of kernels and
 * convolutions over memory that it lays out for one batch size.
 */
@NullMarked
package dev.graft.engine.cuda.emit;

import org.jspecify.annotations.NullMarked;
