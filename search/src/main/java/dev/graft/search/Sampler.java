package dev.graft.search;

import dev.graft.error.Lookup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses configurations of a plan, by what the ledger knows of those before. It writes down what it chooses before it says so:
 * another process, or this search another day, goes on with the same. What it chooses depends on the plan, choices and results
 * alone. Safe for use by several threads.
 */
final class Sampler {
    private final Ledger ledger;
    private final SearchPlan plan;
    private final String name;
    private final int starts;
    /** Where configurations are compared. */
    private final List<OptionalInt> rungs;

    private final RungFigures figures;
    private final ParzenChoice choice;
    private final Map<TrialAddress, Integer> numbers = new HashMap<>();
    /** Numbers of configurations, oldest first; those that another search did come before all others. */
    private final Set<Integer> begun = new LinkedHashSet<>();

    /** Chosen, by this process or before, and not taken yet. */
    private final Deque<Integer> waiting = new ArrayDeque<>();

    private int chosen;

    Sampler(Ledger ledger, SearchPlan plan, RungFigures figures) {
        this.ledger = ledger;
        this.plan = plan;
        this.name = plan.name();
        this.starts = plan.starts();
        this.rungs = plan.compared();
        this.figures = figures;
        this.choice = new ParzenChoice(plan.configurations());
        List<List<Trial>> configurations = plan.configurations();
        for (int i = 0; i < configurations.size(); i++) {
            numbers.put(configurations.get(i).get(0).address(), i);
        }
        Set<Integer> known = new LinkedHashSet<>(choices());
        for (int i = 0; i < configurations.size(); i++) {
            if (!known.contains(i) && SearchPlan.isOver(configurations.get(i), ledger)) {
                begun.add(i);
            }
        }
        begun.addAll(known);
        waiting.addAll(known);
    }

    /** Numbers of what was chosen since the last look, by whomever. */
    private List<Integer> choices() {
        List<Integer> news = new ArrayList<>();
        for (List<Trial> repeats : ledger.choices(name, chosen)) {
            Integer number = numbers.get(repeats.get(0).address());
            if (number != null) {
                news.add(number);
            }
            chosen++;
        }
        return news;
    }

    /** What a bracket starts; fewer if there are no more. */
    synchronized List<List<Trial>> take(Bracket bracket) {
        // Nothing is under way.
        List<Integer> known = known();
        List<List<Trial>> taken = new ArrayList<>();
        for (int i = 0; i < bracket.configurations(); i++) {
            next(() -> known).ifPresent(taken::add);
        }
        return taken;
    }

    /** The next configuration to train; first those that were chosen before. Empty if there are enough. */
    synchronized Optional<List<Trial>> next() {
        return next(this::known);
    }

    private Optional<List<Trial>> next(Supplier<List<Integer>> known) {
        if (waiting.isEmpty()) {
            ledger.alone(() -> {
                choose(known);
                return waiting;
            });
        }
        return Optional.ofNullable(waiting.poll()).map(plan.configurations()::get);
    }

    private void choose(Supplier<List<Integer>> known) {
        List<Integer> others = choices();
        begun.addAll(others);
        if (plan.sampling() == Sampling.BY_BRACKET) {
            // Processes climb a bracket together; else each has configurations of its own.
            waiting.addAll(others);
        }
        if (waiting.isEmpty() && chosen < starts) {
            List<Integer> ranked = plan.sampling().isRandom(chosen) ? List.of() : known.get();
            choice.next(begun, ranked).ifPresent(next -> {
                ledger.choose(name, chosen, plan.configurations().get(next));
                begun.addAll(choices());
                waiting.add(next);
            });
        }
    }

    /** Whether there are enough. */
    synchronized boolean isOver() {
        return chosen >= starts || begun.size() == numbers.size();
    }

    /** All that was chosen, by whomever, and what had been done before. */
    synchronized List<Trial> begun() {
        return begun.stream()
                .flatMap(i -> plan.configurations().get(i).stream())
                .toList();
    }

    /** What the next choice goes by: the last rung at which enough configurations have a figure, best first. */
    private List<Integer> known() {
        List<List<Trial>> configurations =
                begun.stream().map(plan.configurations()::get).toList();
        for (int i = rungs.size() - 1; i >= 0; i--) {
            List<List<Trial>> ranked = figures.ranked(configurations, rungs.get(i));
            if (ParzenChoice.isEnough(ranked.size())) {
                return ranked.stream()
                        .map(repeats -> Lookup.in(numbers, repeats.get(0).address(), "number"))
                        .toList();
            }
        }
        return List.of();
    }
}
