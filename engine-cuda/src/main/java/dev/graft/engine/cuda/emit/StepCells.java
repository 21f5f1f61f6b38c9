package dev.graft.engine.cuda.emit;

import dev.graft.engine.StepResult;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import java.nio.ByteBuffer;

/** Numbers that change from step to step: what a step is told, and what it tells. */
public final class StepCells {
    /** Of {@link #numbers()}: images of the batch. */
    public static final int IMAGES = 0;
    /** The learning rate. */
    public static final int RATE = 1;
    /** Adam's correction of the rate: times this. */
    public static final int ROOT = 2;
    /** And by this. */
    public static final int DIVISOR = 3;
    /** Not 0 if parameters move. */
    public static final int DUE = 4;

    private static final String NAME = "cells";
    private static final int NUMBERS = 8;

    /** Their memory. */
    public Segment segment() {
        return new Segment(NAME, Owner.SESSION, 80);
    }

    /** Told: number of the step, from 0 on. */
    public Buffer step() {
        return new Buffer(NAME, 0, ElementType.I32, 1);
    }

    /** Told. */
    public Buffer numbers() {
        return new Buffer(NAME, 16, ElementType.F32, NUMBERS);
    }

    /** Tells the mean loss. */
    public Buffer loss() {
        return new Buffer(NAME, 48, ElementType.F64, 1);
    }

    /** Tells how many images are classified rightly. */
    public Buffer hits() {
        return new Buffer(NAME, 64, ElementType.I32, 1);
    }

    /** All that a step tells. */
    public Buffer outcome() {
        return new Buffer(NAME, loss().offset(), ElementType.I32, 5);
    }

    /** What {@link #outcome} says. */
    public static StepResult result(ByteBuffer outcome) {
        return new StepResult(outcome.getDouble(0), outcome.getInt(16));
    }
}
