package dev.graft.engine.update;

/** {@code update_step} of {@code keras/src/optimizers/sgd.py}. */
record SgdFormula(double momentum, boolean nesterov) implements UpdateFormula {
    @Override
    public int statistics() {
        return momentum == 0 ? 0 : 1;
    }

    @Override
    public void apply(float[] variable, float[] gradient, float[][] statistics, int count, float rate, long update) {
        if (momentum == 0) {
            for (int i = 0; i < count; i++) {
                variable[i] -= gradient[i] * rate;
            }
            return;
        }
        float keep = (float) momentum;
        float[] step = statistics[0];
        for (int i = 0; i < count; i++) {
            float pull = gradient[i] * rate;
            float m = step[i] * keep - pull;
            step[i] = m;
            variable[i] += nesterov ? m * keep - pull : m;
        }
    }
}
