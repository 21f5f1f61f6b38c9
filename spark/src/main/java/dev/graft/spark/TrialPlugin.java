package dev.graft.spark;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Lets executors tell the driver of trials as they go on: {@code spark.plugins=dev.graft.spark.TrialPlugin}. Spark makes its
 * objects by name, so what they belong to is found through the process.
 */
public final class TrialPlugin implements SparkPlugin {
    /** Of this process, if it is an executor's. */
    private static volatile @Nullable PluginContext executor;

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Object receive(Object message) {
                return GroupDesk.answer((TrialMessage) message).name();
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                executor = context;
            }

            @Override
            public void shutdown() {
                ExecutorTrials.close();
            }
        };
    }

    /**
     * Tells the driver.
     *
     * @throws Exception if the driver cannot be reached, or answers too late
     */
    static TrialMessage.Order ask(TrialMessage message) throws Exception {
        PluginContext context = executor;
        if (context == null) {
            throw new IllegalStateException("Spark did not start " + TrialPlugin.class.getName() + " on this executor");
        }
        // An executor reads answers without the classes of spark.jars.
        return TrialMessage.Order.valueOf((String) context.ask(message));
    }
}
