package dev.graft.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in sentences. */
final class Wording {
    private static final MathContext THREE = new MathContext(3);

    private Wording() {}

    /** A share with one decimal; only an exact 1 is 100.0 %, only an exact 0 is 0.0 %. */
    static String percent(double share) {
        return digits(share) + " %";
    }

    /** Two shares as {@code 76.9–96.0 %}. */
    static String percents(double low, double high) {
        return digits(low) + "–" + digits(high) + " %";
    }

    private static String digits(double share) {
        double percent = share > 0 && share < 1 ? Math.max(0.1, Math.min(99.9, 100 * share)) : 100 * share;
        return String.format(Locale.ROOT, "%.1f", percent);
    }

    /** A loss with three digits, {@code 0.400}. */
    static String loss(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e5)
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(Locale.ROOT, size < 0.1 ? "%.4f" : size < 10 ? "%.3f" : "%.1f", value);
    }

    /** A setting such as a learning rate, {@code 0.0001}. */
    static String setting(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(THREE).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    /** {@code 1 image}, {@code 2,000 images}. */
    static String counted(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
