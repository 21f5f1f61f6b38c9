package dev.graft.golden;

import java.util.Locale;

/**
 * One comparison with Keras.
 *
 * @param name what was compared
 * @param error largest error found; 0 or infinity for comparisons that are exact
 * @param tolerance largest error allowed
 * @param detail where the largest error is, or what differs
 */
public record Check(String name, double error, double tolerance, String detail) {
    /** Whether it is within tolerance; NaN is not. */
    public boolean passed() {
        return error <= tolerance;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-4s %-44s error %.2e (allowed %.0e) %s",
                passed() ? "ok" : "FAIL",
                name,
                error,
                tolerance,
                detail);
    }
}
