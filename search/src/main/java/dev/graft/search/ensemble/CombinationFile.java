package dev.graft.search.ensemble;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedJson;
import dev.graft.result.GroupedResult;
import dev.graft.search.ComparedFigures;
import dev.graft.search.Ledger;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.ScoredTrial;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is kept of an ensemble or a soup, as JSON beside the ledger's other files. */
public final class CombinationFile {
    private static final int FORMAT = 1;

    private CombinationFile() {}

    /**
     * Writes {@code ensemble.json}, over an older one. Where the members' models were kept it names them and their content, so
     * that the file can be opened as a model.
     */
    public static Path write(TrialEnsemble ensemble, Measure measure, EnsembleOptions options, Ledger ledger) {
        Map<String, Object> values = begun(measure);
        values.put("candidates", ensemble.candidates());
        values.put("rounds", options.rounds());
        values.put("bags", options.bags());
        values.put("seed", options.seed());
        values.put(
                "members",
                ensemble.members().stream()
                        .map(member -> {
                            Map<String, Object> one = trial(member.trial(), measure);
                            one.put("weight", member.weight());
                            KeptModel.of(ledger, member.trial().trial()).ifPresent(kept -> {
                                one.put("model", kept.within(ledger));
                                one.put("sha256", kept.sha256());
                            });
                            return one;
                        })
                        .toList());
        values.put("calibration", ensemble.calibration());
        values.put(
                "groupScore", GroupedResult.score(ensemble.ensemble().byGroup()).id());
        parts(values, "ensemble", ensemble.ensemble());
        values.put("bestTrial", ensemble.best().trial().address().sha256());
        parts(values, "best", ensemble.single());
        return written(ledger.directory().resolve("ensemble.json"), values, ensemble.comparison());
    }

    /** Writes {@code soup.json}, over an older one. */
    public static Path write(Soup soup, Path ledger) {
        Map<String, Object> values = begun(soup.measure());
        values.put("considered", soup.considered());
        values.put(
                "ingredients",
                soup.ingredients().stream()
                        .map(ingredient -> {
                            Map<String, Object> one = trial(ingredient.trial(), soup.measure());
                            one.put("validationOfTheSoupWithIt", ingredient.validation());
                            return one;
                        })
                        .toList());
        parts(values, "soup", soup.soup());
        parts(values, "best", soup.single());
        return written(ledger.resolve("soup.json"), values, soup.comparison());
    }

    private static Map<String, Object> begun(Measure measure) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("format", FORMAT);
        values.put("measure", measure.name());
        return values;
    }

    private static Map<String, Object> trial(ScoredTrial trial, Measure measure) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("trial", trial.trial().address().sha256());
        values.put("validation", measure.of(trial.scores().validation()));
        return values;
    }

    private static void parts(Map<String, Object> values, String of, Judgement judgement) {
        values.put(of + "OnValidation", ComparedFigures.stored(judgement.validation()));
        judgement.test().ifPresent(known -> values.put(of + "OnTest", ComparedFigures.stored(known)));
        judgement.testByGroup().ifPresent(known -> {
            Map<String, Object> grouped = new LinkedHashMap<>();
            grouped.put("score", GroupedResult.score(judgement.byGroup()).id());
            grouped.putAll(ComparedFigures.stored(known));
            values.put(of + "OnTestByGroup", grouped);
        });
    }

    private static Path written(Path file, Map<String, Object> values, Optional<PairedComparison> comparison) {
        comparison.ifPresent(paired -> values.put("pairedComparison", paired.stored("This", "TheBest")));
        ObjectMapper mapper = BoundedJson.records().build();
        AtomicFile.write(file, out -> {
            out.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(values));
            out.write('\n');
        });
        return file;
    }
}
