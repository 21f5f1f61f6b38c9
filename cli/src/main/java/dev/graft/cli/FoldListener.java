package dev.graft.cli;

import dev.graft.freeze.ResolvedFreeze;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.train.TrainingListener;

/** The epochs of one of several folds, each line with its fold. */
record FoldListener(Console console, int fold) implements TrainingListener {
    @Override
    public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
        console.line("Fold " + fold + ", phase " + number + ": " + freeze.describe() + "; " + phase.describeUpdates());
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        console.line("  fold " + fold + Console.epoch(epoch, best));
    }
}
