package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
    /** As many units more, by which the variance of a distance is moderated. */
    private static final double MODERATION = 4;

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
     * Candidates that are not worth going on with.
     *
     * @param positions of them
     * @param probability that one of them would have been the best in the end, at most
     */
    public record Hopeless(List<Integer> positions, double probability) {
        public Hopeless {
            positions = List.copyOf(positions);
        }
    }

    /**
     * Which candidates will hardly be the best once all images are judged (racing: Maron, Moore 1994; with the final figures
     * predicted, and by the images drawn as in BBCD-CV). What is judged stays: a candidate must make up its distance
     * {@code d} to the best one by the images that are left. The chance of it is {@code 1 - Φ(d / (s √(1 - judged)))}. Here
     * {@code s} is the deviation of the distance over the draws, {@code n} units being drawn: {@code s² = n / (n - 1)} times
     * the variance. Of few units it is uncertain, so it is moderated as by four units more (Smyth 2004), whose variance is the
     * mean over all candidates.
     *
     * <p>Those with the smallest chances are given up, as long as the sum of their chances allows it: one of them would have
     * been the best with no greater probability. Nothing is given up by a single unit.
     *
     * @param candidates of the images that all have predictions of by now
     * @param judged share of all images that these are, above 0 and below 1; where all are judged in several rounds, of all
     *     rounds: those to come count as other images, which is careful
     * @param probability that may be spent, for example 0.05
     * @return the best one is never among them
     */
    public Hopeless hopeless(List<Candidate> candidates, double judged, double probability) {
        int[] units = units(candidates);
        return hopeless(chances(candidates, units, bootstrap.draws(Bootstrap.unitCount(units)), judged), probability);
    }

    private static Hopeless hopeless(double[] chances, double probability) {
        int[] rising = IntStream.range(0, chances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> chances[c]))
                .mapToInt(c -> c)
                .toArray();
        List<Integer> positions = new ArrayList<>();
        double spent = 0;
        for (int c : rising) {
            if (spent + chances[c] > probability) {
                break;
            }
            spent += chances[c];
            positions.add(c);
        }
        return new Hopeless(positions.stream().sorted().toList(), spent);
    }

    /** Of each candidate, to become better than the best one by now, which has 1 itself. */
    double[] chances(List<Candidate> candidates, int[] units, List<int[]> draws, double judged) {
        List<Scored> scored = scored(candidates);
        int[] once = scored.get(0).passes().get(0).once();
        double[] all = scored.stream().mapToDouble(each -> figure(each, once)).toArray();
        int best = best(scored, once, all);
        double[] variances = moderated(distances(scored, best, units, draws), best, Bootstrap.unitCount(units));
        double[] chances = new double[all.length];
        for (int c = 0; c < chances.length; c++) {
            double score = Math.abs(all[best] - all[c]) / Math.sqrt(variances[c] * (1 - judged));
            // What is undefined while the best one is not, will not be the best; where nothing is known all goes on.
            boolean broken = Double.isNaN(all[c]) && !Double.isNaN(all[best]);
            chances[c] = broken ? 0 : c == best || Double.isNaN(score) ? 1 : Normal.twoSided(score) / 2;
        }
        return chances;
    }

    /** From the best one, of each candidate in each draw; NaN where a figure is not defined. */
    private double[][] distances(List<Scored> scored, int best, int[] units, List<int[]> draws) {
        double[][] distances = new double[scored.size()][draws.size()];
        for (int draw = 0; draw < draws.size(); draw++) {
            int[] in = counts(draws.get(draw), units);
            double reference = figure(scored.get(best), in);
            for (int c = 0; c < distances.length; c++) {
                distances[c][draw] = reference - figure(scored.get(c), in);
            }
        }
        return distances;
    }

    private static double[] moderated(double[][] distances, int best, int units) {
        double[] own = Arrays.stream(distances)
                .mapToDouble(of -> variance(of) * units / (units - 1.0))
                .toArray();
        double mean = IntStream.range(0, own.length)
                .filter(c -> c != best && !Double.isNaN(own[c]))
                .mapToDouble(c -> own[c])
                .average()
                .orElse(Double.NaN);
        return Arrays.stream(own)
                .map(variance -> ((units - 1) * variance + MODERATION * mean) / (units - 1 + MODERATION))
                .toArray();
    }

    private static double variance(double[] values) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(known).average().orElse(Double.NaN);
        return Arrays.stream(known)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
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
