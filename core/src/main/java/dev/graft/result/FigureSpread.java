package dev.graft.result;

import dev.graft.metrics.Evaluation;
import java.util.Arrays;
import java.util.List;

/**
 * One figure over the folds of a cross-validation. Folds where it is undefined are left out.
 *
 * @param figure its name
 * @param mean of the folds; NaN if it is undefined in all
 * @param deviation sample standard deviation of the folds; NaN for fewer than two
 * @param lowest of the folds
 * @param highest of the folds
 */
public record FigureSpread(String figure, double mean, double deviation, double lowest, double highest) {
    static FigureSpread of(Figure figure, List<Evaluation> folds) {
        double[] values = folds.stream()
                .mapToDouble(figure::value)
                .filter(v -> !Double.isNaN(v))
                .toArray();
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new FigureSpread(
                figure.name(),
                mean,
                values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)),
                Arrays.stream(values).min().orElse(Double.NaN),
                Arrays.stream(values).max().orElse(Double.NaN));
    }
}
