package dev.graft.recommend;

import dev.graft.metrics.SelectionFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What choices came to where there was something to know. */
record SignalRuns(List<Run> runs) {
    static final List<Double> ERROR_PROBABILITIES = List.of(0.01, 0.05, 0.1, 0.2);

    /**
     * The same patients with one split and in folds.
     *
     * @param truth of the folds' winner, which learnt from all that were drawn
     * @param dropping with each error probability
     */
    private record Run(
            SelectionExperiment.OneSplit split,
            SelectionFigure figure,
            double truth,
            List<SelectionExperiment.Dropping> dropping) {
        boolean held() {
            return figure.interval().low() <= truth
                    && truth <= figure.interval().high();
        }
    }

    static SignalRuns of(SelectionExperiment experiment, int patients, int count) {
        List<Run> runs = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            SelectionExperiment.Draw draw = experiment.signal(patients, seed);
            SelectionExperiment.Folded folded = experiment.folds(draw);
            SelectionFigure figure = experiment.figure(folded);
            runs.add(new Run(
                    experiment.oneSplit(draw),
                    figure,
                    experiment.truth(draw, figure.chosen(), draw.rows()),
                    ERROR_PROBABILITIES.stream()
                            .map(probability -> experiment.dropping(folded, figure.chosen(), probability))
                            .toList()));
        }
        return new SignalRuns(runs);
    }

    private Errors errors(ToDoubleFunction<Run> of) {
        return new Errors(runs.stream().mapToDouble(of).toArray());
    }

    private long count(Predicate<Run> of) {
        return runs.stream().filter(of).count();
    }

    Errors sealed() {
        return errors(run -> run.split().sealed() - run.split().truth());
    }

    Errors corrected() {
        return errors(run -> run.figure().corrected() - run.truth());
    }

    /** Errors, in a line of a table. */
    String row(int patients) {
        Errors sealed = sealed();
        Errors corrected = corrected();
        return String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s | %.2f | %.2f | %d of %d | %.1f %% | %.1f %% |",
                patients,
                sealed.text(),
                errors(run -> run.figure().naive() - run.truth()).text(),
                corrected.text(),
                corrected.deviation() / sealed.deviation(),
                corrected.rootMeanSquare() / sealed.rootMeanSquare(),
                count(Run::held),
                runs.size(),
                100 * errors(run -> run.split().truth()).mean(),
                100 * errors(Run::truth).mean());
    }

    /** In what share of draws the bootstrap chooses the same configuration, on average. */
    double stability() {
        return errors(run -> run.figure().stability()).mean();
    }

    /** Early dropping, in a line of a table. */
    String droppingRow(int patients, int probability) {
        return String.format(
                Locale.ROOT,
                "| %d | %.2f | %d of %d | %.1f %% | %+.1f |",
                patients,
                ERROR_PROBABILITIES.get(probability),
                count(run -> run.dropping().get(probability).same()),
                runs.size(),
                100 * errors(run -> run.dropping().get(probability).saved()).mean(),
                100
                        * errors(run -> run.dropping().get(probability).corrected()
                                        - run.figure().corrected())
                                .mean());
    }
}
