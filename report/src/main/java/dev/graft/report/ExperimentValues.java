package dev.graft.report;

import dev.graft.error.Lookup;
import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The values that occur on each axis, and how a trial is described by them. */
final class ExperimentValues {
    private static final Comparator<String> ORDER = Comparator.comparing((String text) -> !isNumber(text))
            .thenComparing((a, b) ->
                    isNumber(a) && isNumber(b) ? Double.compare(Double.parseDouble(a), Double.parseDouble(b)) : 0)
            .thenComparing(Comparator.naturalOrder());

    private final List<Trial> trials;
    private final Set<TrialAddress> pages;
    private final Optional<FoldWords> folds;
    private final Map<Axis, List<String>> values = new EnumMap<>(Axis.class);

    /** @param pages trials that have a page of their own */
    ExperimentValues(Experiment experiment, Set<TrialAddress> pages) {
        this.trials = experiment.result().trials();
        this.pages = pages;
        this.folds = experiment.result().folds().map(FoldWords::new);
        for (Axis axis : Axis.values()) {
            values.put(axis, occurring(axis));
        }
    }

    /** Numbers by size and words after them; words alone as they were given, for their order may mean something. */
    private List<String> occurring(Axis axis) {
        Set<String> seen = new LinkedHashSet<>();
        trials.forEach(trial -> trial.cells().forEach(cell -> seen.add(of(axis, cell))));
        if (seen.stream().noneMatch(ExperimentValues::isNumber)) {
            return List.copyOf(seen);
        }
        Set<String> sorted = new TreeSet<>(ORDER);
        sorted.addAll(seen);
        return List.copyOf(sorted);
    }

    /** A cell's value for people: the axis itself writes 1.0E-4 for 0.0001. */
    static String of(Axis axis, Cell cell) {
        String value = axis.of(cell);
        return axis == Axis.LEARNING_RATE
                ? new BigDecimal(value).stripTrailingZeros().toPlainString()
                : value;
    }

    /** Name of an axis for people, such as {@code Learning rate}. */
    static String label(Axis axis) {
        String words = axis.id().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return axis == Axis.UNFROZEN ? "Unfrozen layers" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** What winners are sought for each of. */
    static String category(Trial trial) {
        return of(Axis.BACKBONE, trial.cells().get(0));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }

    /** The values of an axis in the order in which they are shown. */
    List<String> of(Axis axis) {
        return Lookup.in(values, axis, "values");
    }

    /** Whether an axis tells trials apart; the backbone is always shown. */
    boolean varies(Axis axis) {
        return axis == Axis.BACKBONE || of(axis).size() > 1;
    }

    /** The axes that vary. */
    List<Axis> varying() {
        return Arrays.stream(Axis.values()).filter(this::varies).toList();
    }

    /** Category and settings of a trial in one line, without what makes repeats. */
    String describe(Trial trial) {
        return describe(trial, axis -> true);
    }

    /** The same with its fold, if it is on one. */
    String training(Trial trial) {
        return describe(trial) + folds.map(words -> ", " + words.of(trial)).orElse("");
    }

    /** The settings without the category. */
    String variant(Trial trial) {
        return describe(trial, axis -> axis != Axis.BACKBONE);
    }

    private String describe(Trial trial, Predicate<Axis> wanted) {
        return varying().stream()
                .filter(axis -> wanted.test(axis) && axis != Axis.SEED)
                .map(axis -> axis == Axis.BACKBONE
                        ? text(trial, axis)
                        : label(axis).toLowerCase(Locale.ROOT) + " " + text(trial, axis))
                .collect(Collectors.joining(", "));
    }

    /** A trial's values on an axis; several where several cells are this training. */
    String text(Trial trial, Axis axis) {
        List<String> own =
                trial.cells().stream().map(cell -> of(axis, cell)).distinct().toList();
        return own.size() == 1
                ? own.get(0)
                : own.stream()
                        .sorted(Comparator.comparingInt(of(axis)::indexOf))
                        .collect(Collectors.joining("/"));
    }

    /** Address of a trial's own page relative to the experiment's, if it has one. */
    Optional<String> page(Trial trial) {
        return pages.contains(trial.address())
                ? Optional.of(Experiment.folder(trial) + "/" + PageWriter.REPORT)
                : Optional.empty();
    }

    /** A text that leads to a trial's own page if there is one. */
    Table.Cell link(Trial trial, String text) {
        return Table.Cell.of(text).linked(page(trial).orElse(""));
    }
}
