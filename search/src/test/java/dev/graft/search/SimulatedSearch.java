package dev.graft.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Goes through a plan as a search with one slot does, with courses that are known before, and counts epochs. */
final class SimulatedSearch {
    /**
     * What a training comes to.
     *
     * @param after the figure of its first epochs, for each number of them
     * @param end the figure by which it is ranked when it is over
     * @param truth what it is worth
     */
    record Course(double[] after, double end, double truth) {}

    /** Epochs trained by then, and whom the search would call its winner. */
    private record Moment(int epochs, int winner) {}

    private final SearchPlan plan;
    private final List<OptionalInt> compared;
    private final List<Course> courses;
    private final int budget;
    private final int[] trained;
    private final List<Moment> moments = new ArrayList<>();
    private final List<Integer> begun = new ArrayList<>();
    private int epochs;

    /**
     * @param courses of single trials, by address
     * @param budget epochs after which no other bracket begins, or of single trainings no other one
     */
    SimulatedSearch(SearchPlan plan, Map<TrialAddress, Course> courses, int budget) {
        this.plan = plan;
        this.compared = new ArrayList<>(plan.compared());
        Collections.reverse(compared);
        this.courses = plan.configurations().stream()
                .map(repeats -> courses.get(repeats.get(0).address()))
                .toList();
        this.budget = budget;
        this.trained = new int[this.courses.size()];
        run();
    }

    /** Configurations in the order in which they were begun. */
    List<Integer> begun() {
        return begun;
    }

    /** What the one is worth that it would name after so many epochs. */
    double winner(int budget) {
        int winner = moments.stream()
                .filter(moment -> moment.epochs() <= budget)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .winner();
        return courses.get(winner).truth();
    }

    private void run() {
        if (plan.sampling() == Sampling.IN_ORDER) {
            Map<TrialAddress, Integer> numbers = new HashMap<>();
            plan.configurations().forEach(repeats -> numbers.put(repeats.get(0).address(), numbers.size()));
            Iterator<List<List<Trial>>> next = plan.inOrder().iterator();
            plan.brackets()
                    .forEach(bracket -> climb(
                            bracket,
                            next.next().stream()
                                    .map(repeats -> numbers.get(repeats.get(0).address()))
                                    .toList()));
            return;
        }
        ParzenChoice choice = new ParzenChoice(plan.configurations());
        if (plan.sampling() == Sampling.ONE_BY_ONE) {
            while (begun.size() < plan.starts() && epochs < budget) {
                climb(plan.brackets().get(0), choose(choice, 1));
            }
        } else {
            plan.brackets().stream()
                    .takeWhile(bracket -> epochs < budget)
                    .forEach(bracket -> climb(bracket, choose(choice, bracket.configurations())));
        }
    }

    private List<Integer> choose(ParzenChoice choice, int count) {
        List<Integer> known = known();
        return IntStream.range(0, count)
                .map(i -> {
                    boolean random = plan.sampling().isRandom(begun.size());
                    int next = choice.next(begun, random ? List.of() : known).orElseThrow();
                    begun.add(next);
                    return next;
                })
                .boxed()
                .toList();
    }

    /** At the last rung with enough of them, best first. */
    private List<Integer> known() {
        for (OptionalInt limit : compared) {
            List<Integer> there = begun.stream()
                    .filter(i -> trained[i] >= until(i, limit))
                    .sorted(best(limit))
                    .toList();
            if (ParzenChoice.isEnough(there.size())) {
                return there;
            }
        }
        return List.of();
    }

    private void climb(Bracket bracket, List<Integer> starting) {
        if (epochs >= budget) {
            return;
        }
        List<Integer> left = starting;
        for (Rung rung : bracket.rungs()) {
            left.forEach(configuration -> train(configuration, rung.epochs()));
            left = left.stream().sorted(best(rung.epochs())).limit(rung.keep()).toList();
        }
    }

    private int until(int configuration, OptionalInt limit) {
        return Math.min(courses.get(configuration).after().length, limit.orElse(Integer.MAX_VALUE));
    }

    private Comparator<Integer> best(OptionalInt limit) {
        return Comparator.comparingDouble(i -> {
            Course course = courses.get(i);
            return -(limit.isEmpty() ? course.end() : course.after()[until(i, limit) - 1]);
        });
    }

    private void train(int configuration, OptionalInt limit) {
        int more = until(configuration, limit) - trained[configuration];
        if (more <= 0) {
            return;
        }
        epochs += more;
        trained[configuration] += more;
        int first = moments.isEmpty()
                ? configuration
                : moments.get(moments.size() - 1).winner();
        // What is over goes before what is paused.
        Comparator<Integer> order = Comparator.<Integer, Boolean>comparing(this::isOver)
                .thenComparingDouble(
                        i -> isOver(i) ? courses.get(i).end() : courses.get(i).after()[trained[i] - 1]);
        moments.add(new Moment(epochs, order.compare(configuration, first) > 0 ? configuration : first));
    }

    private boolean isOver(int configuration) {
        return trained[configuration] == courses.get(configuration).after().length;
    }
}
