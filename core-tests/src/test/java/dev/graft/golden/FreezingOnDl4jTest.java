package dev.graft.golden;

/** With the reference engine. */
class FreezingOnDl4jTest extends FreezeReferenceTest {}
