package dev.graft.search;

import java.util.List;

/** Part of a search's work. One comes after the other. */
sealed interface Stage permits Bracket, Sampling {
    /** What it may train, each a list of repeats. */
    List<List<Trial>> configurations();

    /** Epochs that a trial trains on the average, if it is trained and nothing is known of it. */
    int expectedEpochs(Trial trial);

    /** The same, but after each fold those configurations are given up that are not worth another, if it can. */
    Stage dropping(int divisions);

    /** Those that it is about, as a ledger stands. */
    List<Trial> begun(Ledger ledger);

    /** How many there are when it is over, at most. */
    int most(Ledger ledger);
}
