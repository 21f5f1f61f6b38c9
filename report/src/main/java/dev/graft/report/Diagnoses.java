package dev.graft.report;

import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Finding;
import dev.graft.result.Numbers;
import dev.graft.search.Experiment;
import dev.graft.search.ScoredTrial;
import dev.graft.search.Trial;
import dev.graft.search.TrialDiagnosis;
import java.util.List;
import java.util.stream.Stream;

/** What was found out about how models decide, trial by trial. */
record Diagnoses(Experiment experiment, ExperimentValues values) {
    /** Trials in the table of all: more would make the page slow. */
    private static final int SHOWN = 200;

    /** What was found out about one. */
    record Diagnosed(String title, Cell trial, String settings, List<String> sentences, List<Picture> pictures) {}

    List<Diagnosed> each() {
        return experiment.diagnoses().stream().map(this::diagnosed).toList();
    }

    private Diagnosed diagnosed(TrialDiagnosis diagnosis) {
        Trial trial = diagnosis.trial();
        return new Diagnosed(
                diagnosis.title(),
                values.link(trial, "Trial " + trial.address().shortForm()),
                values.training(trial),
                diagnosis.sentences(),
                diagnosis.pictures().stream()
                        .map(picture -> new Picture(picture.image(), picture.caption(), picture.caption(), ""))
                        .toList());
    }

    private Stream<Trial> done() {
        return experiment.result().ranking().stream()
                .flatMap(configuration -> configuration.repeats().stream())
                .map(ScoredTrial::trial);
    }

    /** The sentences about the best trials; what is true of the data alone stands above the trials already. */
    List<Row> rows() {
        return done().limit(SHOWN).map(this::row).toList();
    }

    /** How many are done; empty if all of them are shown. */
    String more() {
        return done().count() <= SHOWN
                ? ""
                : "The best " + SHOWN + " of " + Numbers.count(done().count())
                        + " trials. The others' sentences stand in their result.json.";
    }

    private Row row(Trial trial) {
        return new Row(
                values.link(trial, trial.address().shortForm()),
                Cell.of(values.training(trial)),
                Cell.of(sentences(trial)));
    }

    private String sentences(Trial trial) {
        List<String> own = experiment.scores(trial).stream()
                .flatMap(scores -> scores.findings().stream())
                .filter(finding -> !finding.kind().ofTheData())
                .map(Finding::sentence)
                .toList();
        return own.isEmpty() ? "No sign of trouble." : String.join(" ", own);
    }
}
