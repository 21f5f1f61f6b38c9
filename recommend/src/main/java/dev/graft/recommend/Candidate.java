package dev.graft.recommend;

/** What may be trained: a network, frozen up to a cut. */
public record Candidate(Network network, Cut cut) {}
