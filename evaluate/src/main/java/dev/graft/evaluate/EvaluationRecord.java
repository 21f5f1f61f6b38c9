package dev.graft.evaluate;

import dev.graft.data.ImageDataset;
import dev.graft.provenance.GraftVersion;
import dev.graft.provenance.Provenance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What determined an evaluation, with what determined the training as far as the model's file says. */
record EvaluationRecord(
        EvaluatedModel model,
        Optional<EvaluatedModel> other,
        ImageDataset images,
        int positiveClass,
        EvaluationOptions options) {
    Provenance provenance() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", model.name());
        other.ifPresent(each -> values.put("against", each.name()));
        if (model.views() > 0) {
            values.put("looks at an image", "itself and " + model.views() + " augmented views, mean of probabilities");
        }
        values.put("images", images.source());
        values.put("manifest hash", images.manifestHash());
        values.put("positive class", model.classNames().get(positiveClass));
        values.put(
                "group score",
                options.groupScore().orElse(model.classifier().groupScore()).id());
        values.put("resamples", options.resamples());
        values.put("seed", options.seed());
        values.put("engine", model.classifier().computing().engine().describe());
        values.put("graft", GraftVersion.text());
        values.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        values.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Provenance provenance = new Provenance(Map.of()).with("evaluation", values);
        for (Map.Entry<String, Map<String, Object>> section :
                model.provenance().sections().entrySet()) {
            provenance = provenance.with("training: " + section.getKey(), section.getValue());
        }
        return provenance;
    }
}
