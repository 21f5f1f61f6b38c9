package dev.graft.metrics;

import java.util.List;

/** All figures of one set of images, or of one resample of it; {@link Evaluation} says what they mean. */
record Metrics(
        double accuracy,
        double topFiveAccuracy,
        double balancedAccuracy,
        double logLoss,
        double brier,
        double matthews,
        List<ClassFigures> classes,
        ClassAverages macro,
        ClassAverages weighted) {}
