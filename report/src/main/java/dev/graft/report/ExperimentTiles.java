package dev.graft.report;

import dev.graft.result.Numbers;
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
        experiment.winners().stream().limit(1).map(WinnerPart::of).forEach(winner -> all.add(tiles.winner(winner)));
        // In folds it is by group already, if groups are counted.
        experiment.winners().stream()
                .limit(1)
                .filter(winner -> LuckSection.of(experiment).isEmpty())
                .flatMap(winner -> winner.byGroup().stream())
                .map(Tiles::byGroup)
                .forEach(all::add);
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

    private Tile winner(WinnerPart winner) {
        return LuckSection.of(experiment)
                .map(ExperimentTiles::corrected)
                .orElseGet(() -> Tiles.accuracy(
                        "Accuracy of the " + (experiment.result().folds().isPresent() ? "best so far (" : "winner (")
                                + winner.name() + ")",
                        winner.part()));
    }

    /** In folds the winner's own figure is too good to stand first. */
    private static Tile corrected(LuckSection luck) {
        return new Tile(
                luck.heading() + ", corrected for the choice",
                luck.corrected(),
                "95 % interval " + luck.interval() + (luck.verdict().byGroup() ? " by group" : "") + "; as it is "
                        + luck.naive(),
                null,
                true);
    }

    private Tile trials() {
        long done = experiment.count(TrialStatus.DONE);
        long failed = experiment.count(TrialStatus.FAILED);
        long givenUp = experiment.count(TrialStatus.GIVEN_UP);
        int cells = experiment.result().trials().stream()
                .mapToInt(t -> t.cells().size())
                .sum();
        int all = experiment.result().trials().size();
        String note = done == all
                ? "all done"
                : Numbers.count(done) + " done" + (failed == 0 ? "" : ", " + failed + " failed")
                        + (givenUp == 0 ? "" : ", " + Numbers.count(givenUp) + " given up");
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
