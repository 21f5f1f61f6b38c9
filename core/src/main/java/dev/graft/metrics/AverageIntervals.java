package dev.graft.metrics;

/** 95 % intervals of {@link ClassAverages}, by the same names. */
public record AverageIntervals(
        Interval sensitivity, Interval precision, Interval f1, Interval rocAuc, Interval averagePrecision) {}
