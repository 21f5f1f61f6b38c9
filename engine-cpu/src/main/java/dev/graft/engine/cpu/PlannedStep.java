package dev.graft.engine.cpu;

import dev.graft.engine.compiled.PlannedOperation;

/**
 * A step and what it is part of.
 *
 * @param step can run
 * @param operation the same for all steps of one operation
 */
record PlannedStep(Step step, PlannedOperation operation) {}
