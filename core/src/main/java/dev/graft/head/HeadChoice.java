package dev.graft.head;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.backbone.BackboneSpec;
import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A head as text: the id of a {@link HeadPreset}, with what it leaves open if wanted, such as {@code reference, dense 128,
 * dropout 0.3, sigmoid}; or all parts with commas between, such as {@code average pooling, dense 128 relu, dropout 0.5}.
 * Parts are {@code average pooling}, {@code maximum pooling}, {@code flatten}, {@code dense UNITS [ACTIVATION]}, {@code batch
 * norm}, {@code activation NAME}, {@code dropout RATE}; it ends in {@code softmax}, said or not, or {@code sigmoid}.
 *
 * @param text as given
 */
public record HeadChoice(@JsonValue String text) {
    /** @throws GraftException if it is neither a preset nor a list of parts */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HeadChoice {
        if (presetOf(text).isPresent()) {
            HeadNotation.readPreset(text);
        } else {
            if (!text.strip().contains(" ") && !text.contains(",")) {
                HeadPreset.byId(text.strip());
            }
            HeadNotation.read(text);
        }
    }

    /** A preset. */
    public static HeadChoice of(HeadPreset preset) {
        return new HeadChoice(preset.id());
    }

    /** A preset with all that it leaves open. */
    public static HeadChoice of(HeadPreset preset, int units, double dropout, HeadOutput output) {
        return new HeadChoice(preset.id() + ", dense " + units + ", dropout " + dropout + ", " + output.describe());
    }

    /** A head written out. */
    public static HeadChoice of(SequentialHead head) {
        return new HeadChoice(HeadNotation.write(head));
    }

    /** The text of any head; empty for one of the user's own, which has none. */
    public static Optional<HeadChoice> ofAny(Head head) {
        if (head instanceof DenseHead dense) {
            return Optional.of(of(dense.sequential()));
        }
        return head instanceof SequentialHead sequential ? Optional.of(of(sequential)) : Optional.empty();
    }

    private static Optional<HeadPreset> presetOf(String text) {
        String first = text.split(",", 2)[0].strip();
        return Arrays.stream(HeadPreset.values())
                .filter(preset -> preset.id().equals(first))
                .findFirst();
    }

    /** The head for a backbone. */
    public SequentialHead head(BackboneSpec backbone) {
        return presetOf(text)
                .map(preset -> HeadNotation.readPreset(text).head(preset, backbone))
                .orElseGet(() -> HeadNotation.read(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
