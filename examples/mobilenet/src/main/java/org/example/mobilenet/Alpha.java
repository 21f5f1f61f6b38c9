package org.example.mobilenet;

/** The widths that Keras publishes weights for: {@code alpha} scales the number of filters of every layer but the last. */
public enum Alpha {
    A035(0.35, 410_208),
    A050(0.50, 706_224),
    A075(0.75, 1_382_064),
    A100(1.00, 2_257_984),
    A130(1.30, 3_766_048),
    A140(1.40, 4_363_712);

    private static final int TOP_FILTERS = 1280;

    private final double value;
    private final long parameters;

    Alpha(double value, long parameters) {
        this.value = value;
        this.parameters = parameters;
    }

    /** {@code 035} for 0.35. */
    String digits() {
        return name().substring(1);
    }

    /** Parameters of the network without its top, as Keras counts them. */
    long parameters() {
        return parameters;
    }

    /** Filters of the first convolution. */
    int stemFilters(int filters) {
        return divisibleBy8(filters * value);
    }

    /** Filters that leave a block; Keras rounds down before it makes them divisible. */
    int blockFilters(int filters) {
        return divisibleBy8((int) (filters * value));
    }

    /** Filters of the last convolution, which never shrinks. */
    int topFilters() {
        return value > 1 ? divisibleBy8(TOP_FILTERS * value) : TOP_FILTERS;
    }

    /** The nearest multiple of 8 that is at least 8 and takes away no more than a tenth: Keras's {@code _make_divisible}. */
    private static int divisibleBy8(double filters) {
        int rounded = Math.max(8, (int) (filters + 4) / 8 * 8);
        return rounded < 0.9 * filters ? rounded + 8 : rounded;
    }
}
