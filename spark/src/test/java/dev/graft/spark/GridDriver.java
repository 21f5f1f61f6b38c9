package dev.graft.spark;

import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.search.ClusterOptions;
import dev.graft.search.SearchData;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A search in a process of its own, which may be killed: images, ledger, epochs and repeats. */
final class GridDriver {
    private GridDriver() {}

    public static void main(String[] arguments) {
        SearchData data = GridFixture.data(new ImageFolder(Path.of(arguments[0])).read(ReadOptions.defaults()));
        SparkConf conf = SparkTrialExecutor.configured(new SparkConf().setAppName("driver"));
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            SparkTrialExecutor executor = new SparkTrialExecutor(
                    spark, GridFixture.tools(), ClusterOptions.defaults().withCheckpoints(1));
            GridFixture.search(
                            executor,
                            data,
                            GridFixture.space(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])))
                    .run(Path.of(arguments[1]));
        }
        System.exit(0);
    }
}
