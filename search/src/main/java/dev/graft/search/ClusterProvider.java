package dev.graft.search;

import dev.graft.error.GraftException;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/** Makes connections to clusters of some kind; found by {@link ServiceLoader}. */
public interface ClusterProvider {
    /**
     * Connects to a cluster.
     *
     * @param master as the cluster's software writes it
     * @param threads of a task; empty for what the cluster says
     * @throws GraftException if its software is not on the class path, or does not start
     */
    Cluster connect(String master, OptionalInt threads);

    /**
     * The one on the class path.
     *
     * @throws GraftException if there is none
     */
    static ClusterProvider installed() {
        return ServiceLoader.load(ClusterProvider.class)
                .findFirst()
                .orElseThrow(
                        () -> new GraftException(
                                "Nothing on the class path knows a cluster. Add graft-spark's jar and those"
                                        + " of Spark's installation, or start the search with spark-submit; see docs/spark.md."));
    }
}
