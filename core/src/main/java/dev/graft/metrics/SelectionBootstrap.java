package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the figure of the best of many is worth. Of many configurations the one with the best figure was also the luckiest, so
 * that its own figure is too good. Here the choice is repeated on images drawn with replacement, and the chosen one's figure is
 * taken from the images that were not drawn: they took no part in choosing it. The mean over many draws is the figure that
 * choosing so among these configurations comes to; the middle 95 % are its interval (BBC-CV: Tsamardinos, Greasidou,
 * Borboudakis, Machine Learning 107, 2018). Images of one group are drawn together.
 *
 * <p>Predictions must be of models that had not seen the image, as those of cross-validation are.
 *
 * @param metric what is chosen by
 * @param positiveClass class that the metric describes, where it is of one class
 * @param classes number of classes
 * @param bootstrap how often is drawn, and what belongs together
 */
public record SelectionBootstrap(Metric metric, int positiveClass, int classes, Bootstrap bootstrap) {
    /**
     * Out-of-fold predictions of a configuration.
     *
     * @param passes each one prediction for each image, in the same order for all configurations; several where
     *     cross-validation was repeated: a figure is the mean over them
     */
    public record Candidate(List<List<Prediction>> passes) {
        public Candidate {
            passes = passes.stream().map(List::copyOf).toList();
            if (passes.isEmpty()) {
                throw new GraftException(
                        "A configuration has no predictions, expected at least one pass over the images.");
            }
        }
    }

    /** A candidate ready for many draws. */
    private record Scored(List<ScoredImages> passes) {}

    /**
     * Chooses, and corrects the chosen one's figure.
     *
     * @param candidates at least one, all of the same images
     * @return what the choice is worth
     * @throws GraftException if they are not of the same images
     */
    public SelectionFigure of(List<Candidate> candidates) {
        int[] units = units(candidates);
        return of(candidates, units, bootstrap.draws(Bootstrap.unitCount(units)));
    }

    /** @param draws how often each unit is drawn */
    SelectionFigure of(List<Candidate> candidates, int[] units, List<int[]> draws) {
        List<Scored> scored = scored(candidates);
        double[] naive = new double[scored.size()];
        int[] once = scored.get(0).passes().get(0).once();
        for (int c = 0; c < naive.length; c++) {
            naive[c] = figure(scored.get(c), once);
        }
        int chosen = best(scored, once, naive);
        List<Double> corrected = new ArrayList<>();
        int[] wins = new int[scored.size()];
        for (int[] drawn : draws) {
            int[] in = counts(drawn, units);
            double[] figures = new double[scored.size()];
            for (int c = 0; c < figures.length; c++) {
                figures[c] = figure(scored.get(c), in);
            }
            int winner = best(scored, in, figures);
            wins[winner]++;
            double value = figure(scored.get(winner), left(drawn, units));
            if (!Double.isNaN(value)) {
                corrected.add(value);
            }
        }
        return figure(chosen, naive[chosen], corrected, wins, Bootstrap.unitCount(units));
    }

    private SelectionFigure figure(int chosen, double naive, List<Double> corrected, int[] wins, int unitCount) {
        double[] sorted =
                corrected.stream().mapToDouble(value -> value).sorted().toArray();
        return new SelectionFigure(
                chosen,
                naive,
                Arrays.stream(sorted).average().orElse(Double.NaN),
                sorted.length > 0 ? Interval.middle(sorted) : Interval.UNKNOWN,
                (double) wins[chosen] / Arrays.stream(wins).sum(),
                wins.length,
                unitCount,
                sorted.length);
    }

    /** A candidate's figure of all images, for each pass. */
    public DoubleStream figures(Candidate candidate) {
        return scored(List.of(candidate)).get(0).passes().stream()
                .mapToDouble(pass -> metric.formula().of(pass.sample(pass.once()), positiveClass));
    }

    /**
     * Which candidates are not worth going on with: in how few of the draws they are as good as the best one of all images
     * (BBCD-CV, section 4 of the paper). Nothing is dropped before there are several images.
     *
     * @param candidates of the images that all have predictions of by now
     * @param errorProbability share of draws below which a candidate is given up, for example 0.01
     * @return positions of those to drop; the best one is never among them
     */
    public List<Integer> hopeless(List<Candidate> candidates, double errorProbability) {
        return hopeless(candidates, bootstrap.draws(Bootstrap.unitCount(units(candidates))), errorProbability);
    }

    List<Integer> hopeless(List<Candidate> candidates, List<int[]> draws, double errorProbability) {
        List<Scored> scored = scored(candidates);
        int[] units = units(candidates);
        int[] once = scored.get(0).passes().get(0).once();
        double[] all = scored.stream().mapToDouble(each -> figure(each, once)).toArray();
        int best = best(scored, once, all);
        int[] asGood = new int[scored.size()];
        for (int[] drawn : draws) {
            int[] in = counts(drawn, units);
            double reference = figure(scored.get(best), in);
            for (int c = 0; c < asGood.length; c++) {
                asGood[c] += better(reference, figure(scored.get(c), in)) ? 0 : 1;
            }
        }
        return IntStream.range(0, scored.size())
                .filter(c -> c != best && asGood[c] < errorProbability * draws.size())
                .boxed()
                .toList();
    }

    int[] units(List<Candidate> candidates) {
        return bootstrap.units(candidates.get(0).passes().get(0));
    }

    private List<Scored> scored(List<Candidate> candidates) {
        List<Prediction> first = candidates.get(0).passes().get(0);
        for (Candidate candidate : candidates) {
            for (List<Prediction> pass : candidate.passes()) {
                boolean same = pass.size() == first.size()
                        && IntStream.range(0, pass.size())
                                .allMatch(i ->
                                        pass.get(i).image().equals(first.get(i).image())
                                                && pass.get(i).actual()
                                                        == first.get(i).actual());
                if (!same) {
                    throw new GraftException("Found predictions of " + pass.size() + " images beside others of "
                            + first.size() + ", expected the same images with the same classes in the same order.");
                }
            }
        }
        return candidates.stream()
                .map(candidate -> new Scored(candidate.passes().stream()
                        .map(pass -> ScoredImages.of(pass, classes, positiveClass))
                        .toList()))
                .toList();
    }

    private double figure(Scored candidate, int[] counts) {
        return candidate.passes().stream()
                .mapToDouble(pass -> metric.formula().of(pass.sample(counts), positiveClass))
                .average()
                .orElseThrow();
    }

    /** Of equals the one with the lowest log loss, then the first. */
    private int best(List<Scored> candidates, int[] counts, double[] figures) {
        int best = 0;
        double loss = Double.NaN;
        for (int c = 1; c < figures.length; c++) {
            if (better(figures[c], figures[best])) {
                best = c;
                loss = Double.NaN;
            } else if (figures[c] == figures[best]) {
                loss = Double.isNaN(loss) ? loss(candidates.get(best), counts) : loss;
                double other = loss(candidates.get(c), counts);
                if (other < loss) {
                    best = c;
                    loss = other;
                }
            }
        }
        return best;
    }

    private static double loss(Scored candidate, int[] counts) {
        return candidate.passes().stream()
                .mapToDouble(pass -> pass.sample(counts).mean(pass.losses()))
                .average()
                .orElseThrow();
    }

    /** What is undefined is never better, and always worse. */
    private boolean better(double one, double other) {
        return Double.isNaN(other) ? !Double.isNaN(one) : metric.lowerIsBetter() ? one < other : one > other;
    }

    private static int[] counts(int[] drawn, int[] units) {
        return Arrays.stream(units).map(unit -> drawn[unit]).toArray();
    }

    private static int[] left(int[] drawn, int[] units) {
        return Arrays.stream(units).map(unit -> drawn[unit] == 0 ? 1 : 0).toArray();
    }
}
