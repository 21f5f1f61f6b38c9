package dev.graft.search;

import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.error.GraftException;
import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.Checksum;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Weights of a backbone as a trial needs to know them.
 *
 * @param name finds the same weights wherever and whenever it is asked
 * @param identity what they are, whatever they are called
 * @param preprocessing what they expect
 */
public record ResolvedWeights(String name, String identity, Preprocessing preprocessing) {
    /** @throws GraftException if there are none of this name, or their file cannot be read */
    public static ResolvedWeights of(BackboneSpec spec, String name, WeightsByName weights) {
        BackboneWeights found = weights.of(spec, name);
        Preprocessing preprocessing = found.preprocessing().orElse(spec.preprocessing());
        if (!found.pretrained()) {
            return new ResolvedWeights(WeightsByName.RANDOM, found.describe(), preprocessing);
        }
        var published = WeightsByName.descriptor(spec, name);
        if (published.isPresent()) {
            return new ResolvedWeights(published.get().id(), found.describe(), preprocessing);
        }
        Path file = Path.of(name).toAbsolutePath().normalize();
        // A copy of published weights says so; any other file tells its name alone.
        boolean recognised = found.preprocessing().isPresent();
        return new ResolvedWeights(file.toString(), recognised ? found.describe() : content(file), preprocessing);
    }

    private static String content(Path file) {
        try {
            return Checksum.of(Checksum.Algorithm.SHA256, file).toString();
        } catch (IOException e) {
            throw new GraftException(
                    "The weights file " + file + " cannot be read (" + e + "). Check that it may be read.", e);
        }
    }
}
