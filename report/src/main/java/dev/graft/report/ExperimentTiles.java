package dev.graft.report;

import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The key figures of an experiment. */
final class ExperimentTiles {
    private final Experiment experiment;

    private ExperimentTiles(Experiment experiment) {
        this.experiment = experiment;
    }

    static List<Tile> of(Experiment experiment) {
        ExperimentTiles tiles = new ExperimentTiles(experiment);
        List<Tile> all = new ArrayList<>();
        experiment.winners().stream()
                .limit(1)
                .map(winner -> ShownPart.of(winner.result()))
                .forEach(shown -> all.add(Tiles.accuracy("Accuracy of the winner (" + shown.name() + ")", shown)));
        all.add(tiles.trials());
        all.add(new Tile(
                "Configurations compared",
                Numbers.count(experiment.result().ranking().size()),
                "of "
                        + Numbers.counted(
                                experiment.winners().size(),
                                ExperimentValues.label(Axis.BACKBONE).toLowerCase(Locale.ROOT))));
        all.add(tiles.effort());
        return all;
    }

    private Tile trials() {
        long done = experiment.count(TrialStatus.DONE);
        long failed = experiment.count(TrialStatus.FAILED);
        int cells = experiment.result().trials().stream()
                .mapToInt(t -> t.cells().size())
                .sum();
        int all = experiment.result().trials().size();
        String note = done == all
                ? "all done"
                : Numbers.count(done) + " done" + (failed == 0 ? "" : ", " + failed + " failed");
        return new Tile(
                "Trials", Numbers.count(all), note + (cells == all ? "" : ", for " + Numbers.counted(cells, "cell")));
    }

    private Tile effort() {
        double seconds = experiment.result().trials().stream()
                .mapToDouble(trial -> experiment.state(trial).seconds())
                .sum();
        long epochs = experiment.result().trials().stream()
                .flatMap(trial -> experiment.scores(trial).stream())
                .mapToLong(scores -> scores.course().size())
                .sum();
        return new Tile("Time spent on trials", Numbers.duration(seconds), Numbers.counted(epochs, "epoch"));
    }
}
