package dev.graft.golden;

/** With the reference engine. */
class HeadsOnDl4jTest extends HeadReferenceTest {}
