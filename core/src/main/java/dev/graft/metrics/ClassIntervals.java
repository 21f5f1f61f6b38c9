package dev.graft.metrics;

/** 95 % intervals of {@link ClassFigures}, by the same names. */
public record ClassIntervals(
        Interval sensitivity,
        Interval specificity,
        Interval precision,
        Interval f1,
        Interval rocAuc,
        Interval averagePrecision) {}
