package dev.graft.engine.update;

/** {@code update_step} of {@code keras/src/optimizers/adam.py}. */
record AdamFormula(double beta1, double beta2, double epsilon) implements UpdateFormula {
    @Override
    public int statistics() {
        return 2;
    }

    @Override
    public void apply(float[] variable, float[] gradient, float[][] statistics, int count, float rate, long update) {
        float alpha = alpha(rate, update);
        float share1 = (float) (1 - beta1);
        float share2 = (float) (1 - beta2);
        float eps = (float) epsilon;
        float[] momentum = statistics[0];
        float[] velocity = statistics[1];
        for (int i = 0; i < count; i++) {
            float g = gradient[i];
            float m = momentum[i] + (g - momentum[i]) * share1;
            float v = velocity[i] + (g * g - velocity[i]) * share2;
            momentum[i] = m;
            velocity[i] = v;
            variable[i] -= m * alpha / ((float) Math.sqrt(v) + eps);
        }
    }

    /** Keras computes the bias correction in single precision too, which shows in the first hundreds of updates. */
    private float alpha(float rate, long update) {
        float power1 = (float) Math.pow((float) beta1, update);
        float power2 = (float) Math.pow((float) beta2, update);
        return rate * (float) Math.sqrt(1 - power2) / (1 - power1);
    }
}
