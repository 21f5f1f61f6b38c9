package dev.graft.engine.update;

/** {@code update_step} of {@code keras/src/optimizers/rmsprop.py}. */
record RmsPropFormula(double rho, double momentum, double epsilon, boolean centered) implements UpdateFormula {
    @Override
    public int statistics() {
        return 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);
    }

    @Override
    public void apply(float[] variable, float[] gradient, float[][] statistics, int count, float rate, long update) {
        float[] denominator = squares(gradient, statistics[0], count);
        if (centered) {
            subtractSquaredMeans(denominator, gradient, statistics[1], count);
        }
        float eps = (float) epsilon;
        for (int i = 0; i < count; i++) {
            gradient[i] = rate * gradient[i] / (float) Math.sqrt(denominator[i] + eps);
        }
        if (momentum > 0) {
            accelerate(gradient, statistics[statistics.length - 1], count);
        }
        for (int i = 0; i < count; i++) {
            variable[i] -= gradient[i];
        }
    }

    /** Updates the mean squares and copies them. */
    private float[] squares(float[] gradient, float[] velocity, int count) {
        float keep = (float) rho;
        float share = (float) (1 - rho);
        float[] copy = new float[count];
        for (int i = 0; i < count; i++) {
            velocity[i] = keep * velocity[i] + share * (gradient[i] * gradient[i]);
            copy[i] = velocity[i];
        }
        return copy;
    }

    private void subtractSquaredMeans(float[] denominator, float[] gradient, float[] mean, int count) {
        float keep = (float) rho;
        float share = (float) (1 - rho);
        for (int i = 0; i < count; i++) {
            mean[i] = keep * mean[i] + share * gradient[i];
            denominator[i] -= mean[i] * mean[i];
        }
    }

    private void accelerate(float[] step, float[] last, int count) {
        float keep = (float) momentum;
        for (int i = 0; i < count; i++) {
            last[i] = keep * last[i] + step[i];
            step[i] = last[i];
        }
    }
}
