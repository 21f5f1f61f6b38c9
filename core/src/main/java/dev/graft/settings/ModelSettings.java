package dev.graft.settings;

import dev.graft.error.GraftException;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadStart;
import dev.graft.preprocess.Preprocessing;
import java.util.Optional;

/**
 * The network that is trained.
 *
 * @param backbone id
 * @param weights name, see {@link dev.graft.backbone.WeightsByName}
 * @param size side of the square input in pixels; 0 for the backbone's own
 * @param preprocessing id, or {@link #OWN} for what the weights expect
 * @param head how it ends
 * @param headStart what the head begins with
 */
public record ModelSettings(
        String backbone, String weights, int size, String preprocessing, HeadChoice head, HeadStart headStart) {
    /** What the weights, or the backbone, say themselves. */
    public static final String OWN = "own";

    /** @throws GraftException for a value that cannot be */
    public ModelSettings {
        if (backbone.isBlank() || weights.isBlank()) {
            throw new GraftException("Found an empty text, expected the names of a backbone and of weights.");
        }
        if (size < 0) {
            throw new GraftException(
                    "Found an input of " + size + " pixels, expected at least 1, or 0 for the backbone's own.");
        }
        preprocessing = preprocessing.equals(OWN)
                ? OWN
                : Preprocessing.byId(preprocessing).id();
    }

    /** The preprocessing that is asked for; empty for what the weights expect. */
    public Optional<Preprocessing> otherPreprocessing() {
        return preprocessing.equals(OWN) ? Optional.empty() : Optional.of(Preprocessing.byId(preprocessing));
    }

    public ModelSettings withBackbone(String id) {
        return new ModelSettings(id, weights, size, preprocessing, head, headStart);
    }

    public ModelSettings withWeights(String name) {
        return new ModelSettings(backbone, name, size, preprocessing, head, headStart);
    }

    public ModelSettings withSize(int pixels) {
        return new ModelSettings(backbone, weights, pixels, preprocessing, head, headStart);
    }

    /** @param id of a preprocessing, or {@link #OWN} */
    public ModelSettings withPreprocessing(String id) {
        return new ModelSettings(backbone, weights, size, id, head, headStart);
    }

    public ModelSettings withHead(HeadChoice other) {
        return new ModelSettings(backbone, weights, size, preprocessing, other, headStart);
    }

    public ModelSettings withHeadStart(HeadStart other) {
        return new ModelSettings(backbone, weights, size, preprocessing, head, other);
    }
}
