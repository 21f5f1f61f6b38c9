package dev.graft.feature;

/**
 * One epoch of a training, as augmentation counts them.
 *
 * @param phase from 0
 * @param epoch within its phase, from 1
 */
public record TrainingPass(int phase, int epoch) {
    /** A number that no other pass has, if no phase has 10,007 epochs. */
    long number() {
        return phase * 10_007L + epoch;
    }

    /** Which of so many fixed views is due, from 1. */
    int view(int views) {
        return (epoch - 1) % views + 1;
    }
}
