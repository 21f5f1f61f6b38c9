package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Names a training by all that determines its numbers: equal addresses are equal trainings.
 *
 * @param sha256 lower-case hexadecimal
 */
public record TrialAddress(@JsonValue String sha256) implements Comparable<TrialAddress> {
    private static final int SHORT = 10;

    /** Raised when a later Graft trains otherwise with the same settings. */
    private static final int FORMAT = 2;

    /** @throws GraftException if it is no SHA-256 */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TrialAddress {
        if (!isAddress(sha256)) {
            throw new GraftException(
                    "The address of a trial is a SHA-256 of 64 lower-case hexadecimal digits, found '" + sha256 + "'.");
        }
    }

    /**
     * SHA-256 over all that determines a training's numbers, as JSON in a fixed order.
     *
     * @param determining {@link Trial#determining}
     */
    static TrialAddress of(Map<String, Object> determining, SearchContext context, LedgerJson json) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("settings", determining);
        all.put("images", context.images());
        all.put("split", context.split());
        all.put("engine", context.engine());
        all.put("positiveClass", context.positiveClass());
        return new TrialAddress(DigestUtils.sha256Hex(json.text(all)));
    }

    static boolean isAddress(String text) {
        return text.matches("[0-9a-f]{64}");
    }

    /** The first ten digits, for people: two of 10,000 trials share them once in 20,000 searches. */
    public String shortForm() {
        return sha256.substring(0, SHORT);
    }

    @Override
    public int compareTo(TrialAddress other) {
        return sha256.compareTo(other.sha256);
    }

    @Override
    public String toString() {
        return sha256;
    }
}
