package dev.graft.testkit.result;

import dev.graft.result.GroupedResult;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import java.util.Optional;

/** A finished training of which one thing was otherwise. */
public final class ChangedResult {
    private ChangedResult() {}

    /** With other figures by group. */
    public static TrainingResult withGroups(TrainingResult result, Optional<GroupedResult> groups) {
        return with(result, result.facts(), groups);
    }

    /** With other facts about the run. */
    public static TrainingResult withFacts(TrainingResult result, RunFacts facts) {
        return with(result, Optional.of(facts), result.byGroup());
    }

    private static TrainingResult with(TrainingResult r, Optional<RunFacts> facts, Optional<GroupedResult> groups) {
        return new TrainingResult(
                r.title(),
                r.classNames(),
                r.positiveClass(),
                r.parts(),
                r.splitGuarantees(),
                r.splitWarnings(),
                r.unreadable(),
                r.history(),
                r.validation(),
                r.test(),
                r.validationPredictions(),
                r.testPredictions(),
                r.findings(),
                facts,
                r.provenance(),
                r.thresholds(),
                r.duplicates(),
                r.chanceTest(),
                r.comparison(),
                r.passedOver(),
                groups);
    }
}
