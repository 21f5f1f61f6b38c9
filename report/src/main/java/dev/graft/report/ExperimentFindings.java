package dev.graft.report;

import dev.graft.error.Lookup;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import dev.graft.search.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is remarkable about the trials of an experiment, counted. */
final class ExperimentFindings {
    /** What no longer changes the ranking. */
    private static final Set<TrialStatus> CLOSED =
            EnumSet.of(TrialStatus.DONE, TrialStatus.FAILED, TrialStatus.GIVEN_UP);

    private final Experiment experiment;
    private final ExperimentValues values;

    ExperimentFindings(Experiment experiment, ExperimentValues values) {
        this.experiment = experiment;
        this.values = values;
    }

    /** Empty if all is well. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        long open = experiment.result().trials().stream()
                .filter(trial -> !CLOSED.contains(experiment.state(trial).status()))
                .count();
        if (open > 0) {
            sentences.add(Numbers.counted(open, "trial") + (open == 1 ? " is" : " are")
                    + " not over: waiting, under way, or stopped before the last epoch. The ranking may still change.");
        }
        long failed = experiment.count(TrialStatus.FAILED);
        if (failed > 0) {
            sentences.add(Numbers.counted(failed, "trial")
                    + (inFolds()
                            ? " failed; a configuration without one of its folds stands behind those that have all."
                            : " failed and took no part in the ranking.")
                    + " The errors are listed below.");
        }
        trialKinds().forEach((kind, trials) -> sentences.add(kindSentence(kind, trials)));
        sentences.addAll(aboutTheData());
        return sentences;
    }

    private boolean inFolds() {
        return experiment.result().folds().isPresent();
    }

    /** What was looked for where nothing was found. */
    String lookedFor() {
        return "All trials are done"
                + (experiment.count(TrialStatus.GIVEN_UP) == 0
                        ? ""
                        : ", but those of configurations that were given up")
                + ". Looked for: failures, ";
    }

    private Map<FindingKind, List<Trial>> trialKinds() {
        Map<FindingKind, List<Trial>> kinds = new EnumMap<>(FindingKind.class);
        for (Trial trial : experiment.result().trials()) {
            kinds(experiment, trial).stream()
                    .filter(kind -> !kind.ofTheData())
                    .forEach(kind ->
                            kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(trial));
        }
        return kinds;
    }

    /** What a trial's findings are about, each once. */
    static Set<FindingKind> kinds(Experiment experiment, Trial trial) {
        return experiment.scores(trial).stream()
                .flatMap(scores -> scores.findings().stream())
                .map(Finding::kind)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String kindSentence(FindingKind kind, List<Trial> trials) {
        String counted = Numbers.counted(trials.size(), "trial");
        boolean one = trials.size() == 1;
        return switch (kind) {
                    case DIVERGED -> counted + " diverged: the loss stopped being a finite number.";
                    case COLLAPSED -> counted + " collapsed: every validation image got the same class.";
                    case AT_CHANCE ->
                        counted + (one ? " is" : " are")
                                + " not clearly better than always answering the most frequent class.";
                    case OVERFITTED ->
                        counted + " overfitted: the validation loss rose while the training loss kept falling.";
                    case INPUT_RANGE -> counted + (one ? " gets" : " get") + " input that does not fit the weights.";
                    case BATCH_NORM ->
                        counted + (one ? " has" : " have") + " batch norm statistics that are unfit for prediction.";
                    case RATE_TOO_HIGH -> counted + (one ? " looks" : " look") + " like too high a learning rate.";
                    case RATE_TOO_LOW -> counted + (one ? " looks" : " look") + " like too low a learning rate.";
                    case UNDERFITTED -> counted + " underfitted: the training images themselves were not learnt.";
                    case JAGGED -> counted + (one ? " has" : " have") + " a jagged validation loss.";
                    case VALIDATION_BETTER ->
                        counted + (one ? " does" : " do") + " better on the validation part than on the train part.";
                    default -> counted + (one ? " has" : " have") + " another remark in their own result.";
                }
                + where(trials);
    }

    /** The value that most of them share, if that says something: more than half, and twice as often as elsewhere. */
    private String where(List<Trial> trials) {
        if (trials.size() < 4) {
            return "";
        }
        return values.varying().stream()
                .filter(axis -> axis != Axis.SEED)
                .flatMap(axis -> shares(axis, trials))
                .filter(share -> share.among > 0.5 * trials.size()
                        && share.among * (double) experiment.result().trials().size()
                                > 2.0 * share.everywhere * trials.size())
                .max(Comparator.comparingDouble(share -> (double) share.among / share.everywhere))
                .map(share -> " " + Numbers.count(share.among) + " of them had "
                        + ExperimentValues.label(share.axis).toLowerCase(Locale.ROOT) + " " + share.value + ".")
                .orElse("");
    }

    /** How many trials have a value, among some and among all. */
    private record Share(Axis axis, String value, long among, long everywhere) {}

    private Stream<Share> shares(Axis axis, List<Trial> trials) {
        Map<String, Long> everywhere = counts(axis, experiment.result().trials());
        return counts(axis, trials).entrySet().stream()
                .map(e -> new Share(axis, e.getKey(), e.getValue(), Lookup.in(everywhere, e.getKey(), "count")));
    }

    private static Map<String, Long> counts(Axis axis, List<Trial> trials) {
        return trials.stream()
                .collect(Collectors.groupingBy(
                        trial -> ExperimentValues.of(axis, trial.cells().get(0)),
                        LinkedHashMap::new,
                        Collectors.counting()));
    }

    /**
     * All trials see the same images, so the winner's sentence stands for all. In folds all images judge, however few are
     * in the validation part of one.
     */
    private List<String> aboutTheData() {
        return experiment.result().ranking().stream()
                .limit(1)
                .flatMap(best -> experiment.chosen(best).scores().findings().stream())
                .filter(finding -> finding.kind().ofTheData())
                .filter(finding -> !inFolds() || finding.kind() != FindingKind.FEW_IMAGES)
                .map(Finding::sentence)
                .toList();
    }

    /** Errors with the number of trials and the first of them. */
    List<Table.Row> errors() {
        Map<String, List<Trial>> byError = new LinkedHashMap<>();
        experiment.result().trials().stream()
                .filter(trial -> experiment.state(trial).status() == TrialStatus.FAILED)
                .forEach(trial -> byError.computeIfAbsent(
                                experiment.state(trial).error().orElse("No error was recorded."),
                                error -> new ArrayList<>())
                        .add(trial));
        return byError.entrySet().stream()
                .map(e -> Table.row(
                        e.getKey(),
                        Numbers.count(e.getValue().size()),
                        values.training(e.getValue().get(0))))
                .toList();
    }

    /** Trials that several cells share, with the number of these. */
    List<Table.Row> equalCells() {
        return experiment.result().trials().stream()
                .filter(trial -> trial.cells().size() > 1)
                .map(trial -> Table.row(
                        trial.address().shortForm(), Numbers.count(trial.cells().size()), values.training(trial)))
                .toList();
    }
}
