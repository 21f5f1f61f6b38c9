package dev.graft.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The values that occur on each axis, and how a trial is described by them. */
final class ExperimentValues {
    private static final Comparator<String> ORDER = Comparator.comparing((String text) -> !isNumber(text))
            .thenComparing((a, b) ->
                    isNumber(a) && isNumber(b) ? Double.compare(Double.parseDouble(a), Double.parseDouble(b)) : 0)
            .thenComparing(Comparator.naturalOrder());

    private final ExperimentSummary summary;
    private final List<List<String>> values = new ArrayList<>();

    ExperimentValues(ExperimentSummary summary) {
        this.summary = summary;
        for (int axis = 0; axis < summary.axes().size(); axis++) {
            values.add(occurring(axis));
        }
    }

    /** Numbers by size and words after them; words alone as they were given, for their order may mean something. */
    private List<String> occurring(int axis) {
        Set<String> seen = new LinkedHashSet<>();
        summary.trials().forEach(trial -> trial.cells().forEach(cell -> seen.add(cell.get(axis))));
        if (seen.stream().noneMatch(ExperimentValues::isNumber)) {
            return List.copyOf(seen);
        }
        Set<String> sorted = new TreeSet<>(ORDER);
        sorted.addAll(seen);
        return List.copyOf(sorted);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }

    /** The values of an axis in the order in which they are shown. */
    List<String> of(int axis) {
        return values.get(axis);
    }

    /** Whether an axis tells trials apart; the first is always shown. */
    boolean varies(int axis) {
        return axis == 0 || values.get(axis).size() > 1;
    }

    /** Positions of the axes that vary. */
    List<Integer> varying() {
        return IntStream.range(0, summary.axes().size())
                .filter(this::varies)
                .boxed()
                .toList();
    }

    /** Category and settings of a trial in one line, without what makes repeats. */
    String describe(ExperimentTrial trial) {
        return describe(trial, axis -> true);
    }

    /** The settings without the category. */
    String variant(ExperimentTrial trial) {
        return describe(trial, axis -> axis > 0);
    }

    private String describe(ExperimentTrial trial, IntPredicate wanted) {
        return varying().stream()
                .filter(axis -> wanted.test(axis) && !summary.axes().get(axis).repeats())
                .map(axis -> axis == 0
                        ? text(trial, axis)
                        : lower(summary.axes().get(axis).label()) + " " + text(trial, axis))
                .collect(Collectors.joining(", "));
    }

    private static String lower(String label) {
        return label.isEmpty() ? label : Character.toLowerCase(label.charAt(0)) + label.substring(1);
    }

    /** A trial's values on an axis; several where several cells are this training. */
    String text(ExperimentTrial trial, int axis) {
        List<String> own =
                trial.cells().stream().map(cell -> cell.get(axis)).distinct().toList();
        return own.size() == 1
                ? own.get(0)
                : own.stream()
                        .sorted(Comparator.comparingInt(values.get(axis)::indexOf))
                        .collect(Collectors.joining("/"));
    }
}
