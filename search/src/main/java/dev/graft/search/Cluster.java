package dev.graft.search;

/** Machines that run trials. To be closed, which ends what was started there. */
public interface Cluster extends AutoCloseable {
    /**
     * Runs trials there.
     *
     * @param tools where names are looked up on this machine
     * @throws dev.graft.error.GraftException if the machines cannot run trials whose numbers can be compared
     */
    TrialExecutor executor(SearchTools tools, ClusterOptions options);

    @Override
    void close();
}
