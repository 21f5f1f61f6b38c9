package dev.graft.engine.cuda.plan;

/** What a kernel is given. */
public sealed interface Argument
        permits Buffer, Argument.Absent, Argument.Whole, Argument.Long, Argument.Single, Argument.Twice {
    /** No memory: a null pointer. */
    record Absent() implements Argument {}

    /** An {@code int}. */
    record Whole(int value) implements Argument {}

    /** A {@code long long}. */
    record Long(long value) implements Argument {}

    /** A {@code float}. */
    record Single(float value) implements Argument {}

    /** A {@code double}. */
    record Twice(double value) implements Argument {}
}
