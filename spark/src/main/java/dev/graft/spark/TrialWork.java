package dev.graft.spark;

import java.io.Serializable;

/**
 * A trial that an executor is to run.
 *
 * @param trial JSON of {@link dev.graft.search.TrialJson}
 * @param folder of the trial in the ledger
 * @param checkpoint folder of its checkpoints
 * @param epochLimit after how many epochs in all to pause; 0 for none
 */
record TrialWork(String trial, String folder, String checkpoint, int epochLimit) implements Serializable {}
