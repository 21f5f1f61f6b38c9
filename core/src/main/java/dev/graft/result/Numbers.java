package dev.graft.result;

import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. NaN becomes a dash. */
public final class Numbers {
    /** Stands for an undefined figure. */
    public static final String UNDEFINED = "–";

    private static final MathContext THREE = new MathContext(3);

    private Numbers() {}

    /** A share as percent with one decimal, {@code 94.2 %}. Only an exact 1 is 100.0 %, only an exact 0 is 0.0 %. */
    public static String percent(double share) {
        return Double.isFinite(share) ? percentDigits(share) + " %" : UNDEFINED;
    }

    /** Two shares as {@code 88.5–97.2 %}. */
    public static String percentRange(double low, double high) {
        return Double.isFinite(low) && Double.isFinite(high)
                ? percentDigits(low) + "–" + percentDigits(high) + " %"
                : UNDEFINED;
    }

    /** An interval of shares in the same way. */
    public static String percentRange(Interval interval) {
        return percentRange(interval.low(), interval.high());
    }

    private static String percentDigits(double share) {
        double percent = share * 100;
        // A hundred percent would be a claim of perfection, and 0 one of total failure: never by rounding.
        if (share > 0 && share < 1) {
            percent = Math.max(0.1, Math.min(99.9, percent));
        }
        return String.format(Locale.ROOT, "%.1f", percent);
    }

    /** A figure between 0 and 1 with three decimals, {@code 0.987}; 1.000 only if exact. */
    public static String ratio(double value) {
        if (!Double.isFinite(value)) {
            return UNDEFINED;
        }
        double shown = value < 1 ? Math.min(value, 0.999) : value;
        // Adding zero turns the -0.0 of a tiny negative correlation into 0.0.
        return String.format(Locale.ROOT, "%.3f", Math.round(shown * 1000) / 1000.0 + 0.0);
    }

    /** Two figures with three decimals as {@code 0.870–0.987}; a minus sign asks for words between. */
    public static String ratioRange(Interval interval) {
        String between = interval.low() < 0 ? " to " : "–";
        return interval.known() ? ratio(interval.low()) + between + ratio(interval.high()) : UNDEFINED;
    }

    /** Three significant digits, {@code 0.0123}; infinities as ∞. */
    public static String threeDigits(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (Double.isNaN(value)) {
            return UNDEFINED;
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE);
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        // Pads 0.5 to 0.500, and never leaves 1230 as 1.23E+3.
        int scale = Math.max(0, rounded.scale() + THREE.getPrecision() - rounded.precision());
        return rounded.setScale(size == 0 ? 0 : scale).toPlainString();
    }

    /** A metric's value as its notation asks for. */
    public static String text(Metric metric, double value) {
        return switch (metric.notation()) {
            case SHARE -> percent(value);
            case RATIO -> ratio(value);
            case AMOUNT -> threeDigits(value);
        };
    }

    /** An interval of a metric; a dash if it is unknown. */
    public static String range(Metric metric, Interval interval) {
        return switch (metric.notation()) {
            case SHARE -> percentRange(interval);
            case RATIO -> ratioRange(interval);
            case AMOUNT ->
                interval.known() ? threeDigits(interval.low()) + "–" + threeDigits(interval.high()) : UNDEFINED;
        };
    }

    /** A loss with three digits or more, {@code 0.400}. */
    public static String loss(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e5)
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(Locale.ROOT, size < 0.1 ? "%.4f" : size < 10 ? "%.3f" : "%.1f", value);
    }

    /** A setting such as a learning rate, rounded to three significant digits without padding, {@code 0.0001}. */
    public static String setting(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(THREE).stripTrailingZeros().toPlainString()
                : threeDigits(value);
    }

    /** A whole number with separators, {@code 5,330,571}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number and its noun, {@code 1 image}, {@code 2,000 images}. */
    public static String counted(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** A whole number with three digits from a million on, {@code 4.05 M}. */
    public static String compact(long value) {
        return value < 1_000_000 ? count(value) : threeDigits(value / 1e6) + " M";
    }

    /** A time span, {@code 0.84 s}, {@code 38 s}, {@code 4 min 12 s}, {@code 1 h 03 min}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return UNDEFINED;
        }
        if (seconds < 9.95) {
            return setting(seconds) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
