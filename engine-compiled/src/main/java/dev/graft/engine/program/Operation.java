package dev.graft.engine.program;

/** What an instruction computes. */
public sealed interface Operation permits Forward, Backward {}
