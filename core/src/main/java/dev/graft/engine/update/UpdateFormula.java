package dev.graft.engine.update;

import dev.graft.optimizer.Optimizer;

/**
 * An optimizer's formula: Keras's operations in Keras's order, in single precision, so that results agree to the last bits.
 */
interface UpdateFormula {
    /** Number of statistics it keeps for each parameter; all begin at 0. */
    int statistics();

    /**
     * Moves parameters.
     *
     * @param variable is changed
     * @param gradient may be overwritten
     * @param statistics one array each; changed
     * @param count number of values in use
     * @param rate learning rate
     * @param update number of this update, from 1 on
     */
    void apply(float[] variable, float[] gradient, float[][] statistics, int count, float rate, long update);

    /** The formula of an optimizer; decay is not part of it. */
    static UpdateFormula of(Optimizer optimizer) {
        return optimizer.match(new Optimizer.Cases<>() {
            @Override
            public UpdateFormula adam(Optimizer.Adam adam) {
                return new AdamFormula(adam.beta1(), adam.beta2(), adam.epsilon());
            }

            @Override
            public UpdateFormula adamW(Optimizer.AdamW adam) {
                return new AdamFormula(adam.beta1(), adam.beta2(), adam.epsilon());
            }

            @Override
            public UpdateFormula rmsProp(Optimizer.RmsProp rms) {
                return new RmsPropFormula(rms.rho(), rms.momentum(), rms.epsilon(), rms.centered());
            }

            @Override
            public UpdateFormula sgd(Optimizer.Sgd sgd) {
                return new SgdFormula(sgd.momentum(), sgd.nesterov());
            }
        });
    }
}
