package dev.graft.result;

import dev.graft.metrics.ChanceTest;

/** What a training on shuffled labels means, in words. */
public final class ChanceSentence {
    private ChanceSentence() {}

    public static String of(ChanceTest test) {
        String measured = Numbers.percent(test.accuracy()) + " of "
                + Numbers.counted(test.images(), test.part() + " image")
                + " (95 % interval "
                + Numbers.percentRange(test.interval().low(), test.interval().high())
                + "; chance is " + Numbers.percent(test.chance()) + ")";
        String shuffle = " when " + Numbers.counted(test.shuffled(), "group") + " had exchanged their labels";
        return test.passed()
                ? "Leakage test passed: a training could learn nothing" + shuffle + ", it got " + measured + "."
                : "Leakage: a training got " + measured + " right" + shuffle
                        + ", which cannot be learnt. Images that belong together lie on both sides of the split; the"
                        + " accuracy is too good. Check the groups.";
    }
}
