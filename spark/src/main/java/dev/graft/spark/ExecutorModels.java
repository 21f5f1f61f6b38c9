package dev.graft.spark;

import dev.graft.feature.FeatureExtractor;
import dev.graft.model.Classifier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** The models that this process has open: an executor's tasks share one, for it is large and knows all processors. */
final class ExecutorModels {
    private static final Leases OPEN = new Leases();

    private ExecutorModels() {}

    /** A classifier until the present task is over. */
    static Classifier classifier(SharedModel model) {
        return taken(OPEN.take(
                model.opened("classifier"),
                Classifier.class,
                () -> SharedModel.with(model.bytes().value(), saved -> new Classifier(saved, model.engineHere()))));
    }

    /** A layer until the present task is over. */
    static FeatureExtractor extractor(SharedModel model, String layer) {
        return taken(OPEN.take(
                model.opened("layer " + layer),
                FeatureExtractor.class,
                () -> SharedModel.with(
                        model.bytes().value(),
                        saved -> new FeatureExtractor(saved.model(), layer, model.engineHere()))));
    }

    private static <T extends AutoCloseable> T taken(Leases.Lease<T> lease) {
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
        return lease.object();
    }
}
