package dev.graft.engine.cuda.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a kernel is given. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Buffer.class, name = "buffer"),
    @JsonSubTypes.Type(value = Argument.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Argument.Whole.class, name = "int"),
    @JsonSubTypes.Type(value = Argument.Long.class, name = "long"),
    @JsonSubTypes.Type(value = Argument.Single.class, name = "float"),
    @JsonSubTypes.Type(value = Argument.Twice.class, name = "double")
})
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
