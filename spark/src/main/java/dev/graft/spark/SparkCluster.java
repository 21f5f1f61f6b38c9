package dev.graft.spark;

import dev.graft.error.GraftException;
import dev.graft.search.Cluster;
import dev.graft.search.ClusterOptions;
import dev.graft.search.ClusterProvider;
import dev.graft.search.SearchTools;
import dev.graft.search.TrialExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts applications on Spark clusters, for programs that know none of Spark's classes. */
public final class SparkCluster implements ClusterProvider {
    /**
     * Starts an application, which ends when the cluster is closed. What {@code spark-submit} or system properties say of Spark holds; executors get the jars that lie
     * beside Graft's own, unless {@code spark.jars} names some.
     *
     * @param master as Spark writes it, for example {@code spark://host:7077}, {@code yarn} or {@code local[4]}
     * @param threads of a task; empty for {@code spark.task.cpus}
     * @throws GraftException if Spark is not on the class path, or does not start
     */
    @Override
    public Cluster connect(String master, OptionalInt threads) {
        try {
            return Session.open(master, threads);
        } catch (NoClassDefFoundError e) {
            throw new GraftException(
                    "Spark is not on the class path (" + e.getMessage()
                            + "). Start the search with spark-submit --class dev.graft.spark.SparkGrid, or put the jars of"
                            + " Spark's installation before Graft's; see docs/spark.md.",
                    e);
        }
    }

    /** All that names Spark's classes. */
    private record Session(JavaSparkContext spark) implements Cluster {
        static Session open(String master, OptionalInt threads) {
            SparkConf conf = SparkTrialExecutor.configured(new SparkConf().setMaster(master));
            conf.setIfMissing("spark.app.name", "graft grid");
            threads.ifPresent(count -> conf.set("spark.task.cpus", String.valueOf(count)));
            String jars = jarsBesideOurs();
            if (!jars.isEmpty() && !master.startsWith("local")) {
                conf.setIfMissing("spark.jars", jars);
            }
            try {
                return new Session(new JavaSparkContext(conf));
            } catch (RuntimeException e) {
                throw new GraftException("Spark does not start on " + master + " (" + e.getMessage() + ").", e);
            }
        }

        /**
         * Ours, and those beside the search's, but those of Spark, which executors have, and of logging, which is Spark's there.
         * Empty where Graft is no jar.
         */
        private static String jarsBesideOurs() {
            Path own = place(SparkCluster.class);
            Path search = place(TrialExecutor.class);
            Path folder = search.getParent();
            if (!Files.isRegularFile(own) || !Files.isRegularFile(search) || folder == null) {
                return "";
            }
            try (Stream<Path> files = Files.list(folder)) {
                return Stream.concat(Stream.of(own), files)
                        .filter(file -> file.getFileName().toString().endsWith(".jar"))
                        .filter(file -> !file.getFileName().toString().matches("(slf4j|logback|log4j|spark|scala)-.*"))
                        .map(Path::toString)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(","));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path place(Class<?> type) {
            try {
                return Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("Class loaders give places of jars as URIs", e);
            }
        }

        @Override
        public TrialExecutor executor(SearchTools tools, ClusterOptions options) {
            return new SparkTrialExecutor(spark, tools, options);
        }

        @Override
        public void close() {
            spark.close();
        }
    }
}
