package dev.graft.search.ensemble;

import dev.graft.metrics.Prediction;
import dev.graft.model.Calibration;
import dev.graft.model.ModelFile;
import dev.graft.provenance.Provenance;
import dev.graft.result.GroupedResult;
import dev.graft.result.TrainingResult;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.ScoredTrial;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network whose parameters are the mean of several models of a search, see {@link GreedySoup}. It owns the model: close it.
 *
 * <p>The validation part chose epochs, trials and ingredients, so its figure of the soup is too good. The test part is looked
 * at once, for the finished soup.
 *
 * @param model with what is known of the first ingredient
 * @param measure that decided who stays
 * @param considered models of the first one's architecture, itself included
 * @param ingredients in the order in which they were added, the best single trial first
 * @param soup what the images say of the soup
 * @param single what they say of the best single trial
 * @param validationPredictions of the soup
 * @param best whole result of the best single trial
 */
public record Soup(
        ModelFile.Saved model,
        Measure measure,
        int considered,
        List<Ingredient> ingredients,
        Judgement soup,
        Judgement single,
        List<Prediction> validationPredictions,
        TrainingResult best)
        implements AutoCloseable {
    /** Section of the model's provenance. */
    public static final String SECTION = "soup";

    public Soup {
        ingredients = List.copyOf(ingredients);
        validationPredictions = List.copyOf(validationPredictions);
    }

    /**
     * A model in it.
     *
     * @param validation the measure on the validation part of the soup with it and all before it
     */
    public record Ingredient(ScoredTrial trial, double validation) {}

    /** Soup and best single trial on the same test images or groups, the soup first; empty without a test part. */
    public Optional<PairedComparison> comparison() {
        return soup.against(single);
    }

    /**
     * Writes the model, calibrated on the validation part, with its ingredients in its provenance.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void save(Path file) {
        Provenance provenance = model.provenance().with(SECTION, section());
        ModelFile.save(
                new ModelFile.Saved(
                        model.model(),
                        provenance,
                        Calibration.fit(validationPredictions),
                        model.inputs(),
                        GroupedResult.score(soup.byGroup())),
                file);
    }

    private Map<String, Object> section() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "this model",
                "the mean of the parameters of " + ingredients.size() + " models; all other sections are of the first");
        values.put("models considered", considered);
        values.put(
                "ingredients",
                ingredients.stream()
                        .map(each -> each.trial().trial().address().sha256())
                        .toList());
        values.put(
                "chosen by", "validation " + measure.label() + ", on the images that chose epochs and trials before");
        values.put(
                "validation of the best single model",
                measure.of(single.validation().figures()));
        values.put("validation of the soup", measure.of(soup.validation().figures()));
        return values;
    }

    @Override
    public void close() {
        model.close();
    }
}
