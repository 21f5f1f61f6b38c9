package dev.graft.search;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a search is.
 *
 * @param cells of the space that the strategy tries, or may try
 * @param trials that they are, each trained once; of a strategy that chooses as it goes, at most
 * @param done trials that are over and have a result
 * @param running trials that this process works on
 * @param paused trials that were dropped, or wait to be compared with others
 * @param failed trials that ended in an error
 * @param best the trial with the best validation part so far
 * @param timeLeft a guess from the trials that this process finished; empty before the first
 */
public record SearchProgress(
        int cells,
        int trials,
        int done,
        int running,
        int paused,
        int failed,
        Optional<ScoredTrial> best,
        Optional<Duration> timeLeft) {}
