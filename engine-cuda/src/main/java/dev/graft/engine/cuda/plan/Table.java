package dev.graft.engine.cuda.plan;

import java.util.List;

/**
 * Numbers that a plan's kernels look up, written once before its first run.
 *
 * @param place where, of type {@link ElementType#F32}, {@link ElementType#I32} or {@link ElementType#I64}
 * @param values of the place's type; whole ones below 2^53
 */
public record Table(Buffer place, List<Double> values) {
    public Table {
        values = List.copyOf(values);
        if (values.size() != place.count()) {
            throw new IllegalArgumentException(values.size() + " values for " + place);
        }
    }
}
