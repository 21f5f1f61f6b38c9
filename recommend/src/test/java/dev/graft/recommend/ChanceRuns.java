package dev.graft.recommend;

import dev.graft.metrics.SelectionFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What choices came to where nothing could be known.
 *
 * @param figures of each run
 * @param accuracies in each run, those of all configurations out of fold
 */
record ChanceRuns(List<SelectionFigure> figures, List<double[]> accuracies) {
    private static final double CHANCE = 0.5;

    /** @param predict labels at random, by seed */
    static ChanceRuns of(SelectionExperiment experiment, int runs, LongFunction<SelectionExperiment.Folded> predict) {
        List<SelectionFigure> figures = new ArrayList<>();
        List<double[]> accuracies = new ArrayList<>();
        for (int seed = 0; seed < runs; seed++) {
            SelectionExperiment.Folded folded = predict.apply(seed);
            figures.add(experiment.figure(folded));
            accuracies.add(experiment.accuracies(folded));
        }
        return new ChanceRuns(figures, accuracies);
    }

    double mean(ToDoubleFunction<SelectionFigure> of) {
        return figures.stream().mapToDouble(of).average().orElseThrow();
    }

    /** In how many runs the interval holds what everything is worth. */
    long held() {
        return figures.stream()
                .filter(figure -> figure.interval().low() <= CHANCE
                        && CHANCE <= figure.interval().high())
                .count();
    }

    /** Of all configurations' accuracies over the runs. */
    private Errors configuration() {
        List<Errors> each = IntStream.range(0, accuracies.get(0).length)
                .mapToObj(c ->
                        new Errors(accuracies.stream().mapToDouble(of -> of[c]).toArray()))
                .toList();
        return new Errors(new double[] {
            each.stream().mapToDouble(Errors::mean).average().orElseThrow(),
            each.stream().mapToDouble(Errors::deviation).average().orElseThrow()
        });
    }

    /** In a line of a table. */
    String row(String name) {
        double[] configuration = configuration().values();
        return String.format(
                Locale.ROOT,
                "| %s | %d of %d | %.1f %% | %.1f %% | %.1f to %.1f %% | %.1f ± %.1f %% |",
                name,
                held(),
                figures.size(),
                100 * mean(SelectionFigure::naive),
                100 * mean(SelectionFigure::corrected),
                100 * mean(figure -> figure.interval().low()),
                100 * mean(figure -> figure.interval().high()),
                100 * configuration[0],
                100 * configuration[1]);
    }
}
