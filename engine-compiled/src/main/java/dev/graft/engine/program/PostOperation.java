package dev.graft.engine.program;

/** What is done to a result before it is written, value by value. */
public sealed interface PostOperation {
    /** An activation. */
    record Activate(Function function) implements PostOperation {}

    /** Adds another value of the result's shape: the next of the instruction's inputs that no addition took yet. */
    record Add() implements PostOperation {}
}
