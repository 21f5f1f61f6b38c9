/**
 * What compiled engines share beside programs: which parameters
 * a training moves ({@link dev.graft.engine.compiled.TrainedSlices}), plans by the shapes they are compiled for, which
 * operation takes how long ({@link dev.graft.engine.compiled.EngineProfile}), and the fall-back to the reference engine
 * ({@link dev.graft.engine.compiled.Compilable}). An engine adds an emitter for each operation and a plan that runs.
 */
@NullMarked
package dev.graft.engine.compiled;

import org.jspecify.annotations.NullMarked;
