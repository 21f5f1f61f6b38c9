package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.GraftException;
import dev.graft.backbone.BackboneSpec;
import dev.graft.head.HeadPreset;
import dev.graft.head.SequentialHead;
import java.util.Arrays;

/**
 * A head as text: the id of a {@link HeadPreset}, or its parts with commas between, such as {@code average pooling, dense
 * 128 relu, dropout 0.5}. Parts are {@code average pooling}, {@code maximum pooling}, {@code flatten}, {@code dense UNITS
 * [ACTIVATION]}, {@code batch norm}, {@code activation NAME}, {@code dropout RATE}; it ends in {@code softmax}, said or
 * not, or {@code sigmoid}.
 *
 * @param text as given
 */
public record HeadChoice(@JsonValue String text) {
    /** @throws GraftException if it is neither a preset nor a list of parts */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HeadChoice {
        if (!isPreset(text)) {
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

    /** A head written out. */
    public static HeadChoice of(SequentialHead head) {
        return new HeadChoice(HeadNotation.write(head));
    }

    private static boolean isPreset(String text) {
        return Arrays.stream(HeadPreset.values()).anyMatch(preset -> preset.id().equals(text));
    }

    /** The head for a backbone. */
    SequentialHead head(BackboneSpec backbone) {
        return isPreset(text) ? HeadPreset.byId(text).head(backbone) : HeadNotation.read(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
