package dev.graft.cli;

import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.Trial;
import dev.graft.settings.SplitSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the trials of a search are called: by their backbone, and by what they differ in.
 *
 * @param varying axes that have more than one value, but for the backbone
 */
record TrialNames(List<Axis> varying) {
    static TrialNames among(Collection<Cell> cells) {
        return new TrialNames(Arrays.stream(Axis.values())
                .filter(axis -> axis != Axis.BACKBONE
                        && cells.stream().map(axis::of).distinct().count() > 1)
                .toList());
    }

    /** Of a single trial. */
    String of(Trial trial) {
        SplitSettings split = trial.settings().split();
        String name = described(trial, varying.stream());
        return split.fold() == 0 ? name : name + "; fold " + split.fold() + " of " + split.folds();
    }

    /** Of a configuration, whose repeats differ in the seed. */
    String ofConfiguration(Trial trial) {
        return described(trial, varying.stream().filter(axis -> axis != Axis.SEED));
    }

    private static String described(Trial trial, Stream<Axis> axes) {
        Cell cell = trial.cells().get(0);
        return Stream.concat(
                        Stream.of(trial.settings().model().backbone()),
                        axes.map(axis -> axis.id() + " " + axis.of(cell)))
                .collect(Collectors.joining("; "));
    }
}
