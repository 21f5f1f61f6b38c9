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
                values.describe(trial),
                diagnosis.sentences(),
                diagnosis.pictures().stream()
                        .map(picture -> new Picture(picture.image(), picture.caption(), picture.caption(), null))
                        .toList());
    }

    /** The sentences about each trial that is done; what is true of the data alone stands above the trials already. */
    Table all() {
        List<Trial> done = experiment.result().ranking().stream()
                .flatMap(configuration -> configuration.repeats().stream())
                .map(ScoredTrial::trial)
                .toList();
        Table table = new Table(
                "Diagnosis of every trial",
                null,
                Table.columns("Trial", "Settings", "What was found"),
                done.stream().limit(SHOWN).map(this::row).toList(),
                List.of());
        return done.size() <= SHOWN
                ? table
                : table.with("The best " + SHOWN + " of " + Numbers.count(done.size())
                        + " trials. The others' sentences stand in their result.json.");
    }

    private Row row(Trial trial) {
        return new Row(
                values.link(trial, trial.address().shortForm()),
                Cell.of(values.describe(trial)),
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
