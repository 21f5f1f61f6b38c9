package dev.graft.phantom;

/**
 * Turns an ideal signal into the grey values of one examination: blur, coil bias, Rician noise, display.
 *
 * <p>The gain varies far more between patients than any lesion changes the mean of a slice, and no step looks at the
 * picture it works on (no scaling to its maximum, say), so that brightness does not give the class away.
 *
 * @param gain of the display, 1 is neutral
 * @param offset added to every grey value, in shares of full scale
 * @param gamma of the display, 1 is linear
 * @param noise standard deviation of each of the two noise channels, in signal units
 * @param blur weight of either neighbour in a three-tap filter along both axes, 0..0.25
 * @param bias strength of the coil's sensitivity profile: the standard deviation of each coefficient of its logarithm
 */
record Scanner(double gain, double offset, double gamma, double noise, double blur, double bias) {
    /** Terms of a cubic polynomial in two variables, without the constant, which the gain holds. */
    private static final int BIAS_TERMS = 9;

    private static final int TONES = 1024;
    /** Signals above this are cut off. */
    private static final double BRIGHTEST = 2;

    static Scanner draw(Draws draws) {
        return new Scanner(
                draws.logUniform(0.72, 1.3),
                draws.uniform(0, 0.03),
                draws.logUniform(0.86, 1.14),
                draws.logUniform(0.010, 0.025),
                draws.uniform(0.05, 0.15),
                draws.uniform(0.03, 0.12));
    }

    /** Grey values 0..255. The draws decide noise and the slice's share of gain and bias. */
    byte[] acquire(SliceSignal signal, Draws draws) {
        int size = signal.size();
        double[] field = new double[BIAS_TERMS];
        for (int i = 0; i < field.length; i++) {
            field[i] = bias * draws.normal();
        }
        double[] tones = tones(gain * draws.logUniform(0.92, 1.08));
        float[] blurred = blur(blur(signal.values(), size, 1, size), size, size, 1);
        byte[] grey = new byte[size * size];
        for (int i = 0; i < grey.length; i++) {
            double u = (i % size + 0.5) * 2 / size - 1;
            double v = (i / size + 0.5) * 2 / size - 1;
            double real = blurred[i] * exp(polynomial(field, u, v)) + noise * draws.normal();
            double imaginary = noise * draws.normal();
            double magnitude = Math.sqrt(real * real + imaginary * imaginary);
            grey[i] = (byte) shown(tones, magnitude);
        }
        return grey;
    }

    /** Three-tap filter along one axis; {@code step} is the distance of neighbours, {@code line} that of lines. */
    private float[] blur(float[] in, int size, int step, int line) {
        float[] out = new float[in.length];
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < size; i++) {
                int at = row * line + i * step;
                int before = i == 0 ? at : at - step;
                int after = i == size - 1 ? at : at + step;
                out[at] = (float) ((1 - 2 * blur) * in[at] + blur * (in[before] + in[after]));
            }
        }
        return out;
    }

    private static double polynomial(double[] c, double u, double v) {
        return u * (c[0] + u * (c[1] + u * c[2] + v * c[3]) + v * (c[4] + v * c[5]))
                + v * (c[6] + v * (c[7] + v * c[8]));
    }

    /**
     * exp for small arguments as (1 + x/64)^64, good to 1 % up to |x| = 1.1: positive, smooth, and only multiplications,
     * so the same on every machine.
     */
    private static double exp(double x) {
        double power = 1 + x / 64;
        for (int i = 0; i < 6; i++) {
            power *= power;
        }
        return power;
    }

    /** Grey values of equally spaced signals: a power function for each pixel would cost more than the rest. */
    private double[] tones(double sliceGain) {
        double[] tones = new double[TONES + 1];
        for (int i = 0; i <= TONES; i++) {
            tones[i] = 255 * (offset + sliceGain * StrictMath.pow(i * BRIGHTEST / TONES, gamma));
        }
        return tones;
    }

    private static int shown(double[] tones, double magnitude) {
        double at = Math.min(magnitude / BRIGHTEST, 1 - 1e-9) * TONES;
        int index = (int) at;
        double value = tones[index] + (at - index) * (tones[index + 1] - tones[index]);
        return (int) (Math.min(255, value) + 0.5);
    }
}
