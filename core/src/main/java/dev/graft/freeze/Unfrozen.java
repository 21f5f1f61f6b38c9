package dev.graft.freeze;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which layers of a backbone learn, as settings say it: a number of last layers, counted as Keras counts them; {@code all};
 * any other set in the notation of {@link FreezePolicy#parse}; or {@code auto}: none of a pretrained backbone, all of one with
 * random weights, which has nothing to offer frozen.
 *
 * @param text a number without leading zeros, {@code all}, {@code auto} or the notation
 */
public record Unfrozen(@JsonValue String text) {
    private static final String ALL = "all";
    private static final String AUTOMATIC = "auto";
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
    private static final Pattern LAST = Pattern.compile("last\\((\\d+)\\)");

    /** @throws GraftException if it is no freezing; says where and what is expected */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Unfrozen {
        text = canonical(text.strip());
    }

    private static String canonical(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(ALL) || lower.equals(AUTOMATIC)) {
            return lower;
        }
        if (NUMBER.matcher(text).matches()) {
            int count = Integer.parseInt(text);
            if (count < 0) {
                throw new GraftException("The number of unfrozen layers must not be negative, found " + count
                        + ". Choose 0, more, or all.");
            }
            return String.valueOf(count);
        }
        String notation = FreezePolicy.parse(text).notation().orElseThrow();
        Matcher last = LAST.matcher(notation);
        return notation.equals("none") ? "0" : last.matches() ? last.group(1) : notation;
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

    /** The text of a policy; empty for one of a program's own, which has none. */
    public static Optional<Unfrozen> of(FreezePolicy policy) {
        return policy.notation().map(Unfrozen::new);
    }

    /** Whether the weights decide. */
    public boolean isAutomatic() {
        return text.equals(AUTOMATIC);
    }

    /** How many last layers they are, if that is what is said; {@link Integer#MAX_VALUE} for all. */
    public Optional<Integer> layers() {
        if (text.equals(ALL)) {
            return Optional.of(Integer.MAX_VALUE);
        }
        return NUMBER.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
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
                    + " Say which layers are unfrozen.");
        }
        return text.equals("0")
                ? FreezePolicy.allFrozen()
                : FreezePolicy.parse(text).withBatchNorm(mode);
    }

    @Override
    public String toString() {
        return text;
    }
}
