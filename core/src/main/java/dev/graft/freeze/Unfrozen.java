package dev.graft.freeze;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.GraftException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which layers of a backbone learn, as text: a number of last layers, counted as Keras counts them; {@code all}; {@code from
 * LAYER}, that layer and all after it; or {@code auto}: none of a pretrained backbone, all of one with random weights, which
 * has nothing to offer frozen.
 *
 * @param text the same for equal choices
 */
public record Unfrozen(@JsonValue String text) {
    private static final String ALL = "all";
    private static final String AUTOMATIC = "auto";
    private static final String FROM = "from ";
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    /** @throws GraftException for any other text */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Unfrozen {
        text = text.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (COUNT.matcher(text).matches()) {
            text = String.valueOf(Integer.parseInt(text));
        } else if (lower.equals(ALL) || lower.equals(AUTOMATIC)) {
            text = lower;
        } else if (!text.startsWith(FROM) || text.length() == FROM.length()) {
            throw new GraftException("The unfrozen layers are a whole number, 'from' and the name of a layer, or one of"
                    + " the words all and auto, found '" + text + "'.");
        }
    }

    /** The last so many layers; 0 for none. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Unfrozen last(int layers) {
        return new Unfrozen(String.valueOf(layers));
    }

    /** Every layer. */
    public static Unfrozen all() {
        return new Unfrozen(ALL);
    }

    /** None, or with random weights all. */
    public static Unfrozen automatic() {
        return new Unfrozen(AUTOMATIC);
    }

    /** The text of a policy; empty for one that has none. */
    public static Optional<Unfrozen> of(FreezePolicy policy) {
        if (policy instanceof FreezePolicy.LastLayers last) {
            return Optional.of(last(last.count()));
        }
        if (policy instanceof FreezePolicy.From from) {
            return Optional.of(new Unfrozen(FROM + from.layer()));
        }
        return Optional.of(policy instanceof FreezePolicy.AllFrozen ? last(0) : all());
    }

    /** Whether the weights decide. */
    public boolean isAutomatic() {
        return text.equals(AUTOMATIC);
    }

    /** Whether every layer learns, however many there are. */
    public boolean isAll() {
        return text.equals(ALL);
    }

    /** How many layers learn if it is a number; {@link Integer#MAX_VALUE} for all; empty if the backbone decides. */
    public Optional<Integer> layers() {
        if (isAll()) {
            return Optional.of(Integer.MAX_VALUE);
        }
        return COUNT.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /**
     * The policy that unfreezes them.
     *
     * @param mode what unfrozen batch norms do
     * @throws GraftException if it is automatic
     */
    public FreezePolicy policy(BatchNormMode mode) {
        if (isAutomatic()) {
            throw new GraftException("Which layers learn is to follow from the weights, and none are known."
                    + " Say how many layers are unfrozen.");
        }
        if (isAll()) {
            return FreezePolicy.allTrainable().withBatchNorm(mode);
        }
        int count = layers().orElse(-1);
        if (count == 0) {
            return FreezePolicy.allFrozen();
        }
        FreezePolicy policy = count > 0
                ? FreezePolicy.lastLayers(count)
                : FreezePolicy.from(text.substring(FROM.length()).strip());
        return policy.withBatchNorm(mode);
    }

    @Override
    public String toString() {
        return text;
    }
}
