package dev.graft.run;

import dev.graft.metrics.ThresholdRule;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a result shall tell besides its figures.
 *
 * @param threshold how a threshold is chosen
 * @param opening opens the test part of a hash
 * @param unfitInput how the preprocessing differs from what the weights expect, in words
 * @param intervalWidth how wide the accuracy's interval may be
 */
record ResultOptions(
        ThresholdRule threshold,
        Function<String, TestSeal> opening,
        Optional<String> unfitInput,
        double intervalWidth) {}
