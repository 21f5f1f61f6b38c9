package dev.graft.engine.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Plans of a session by what they are compiled for. The last batch of an epoch is often smaller and has a plan of its own;
 * of more than a few the one that was not used for the longest time goes.
 *
 * @param <K> batch size, or batch size and dimensions
 */
final class Plans<K> implements AutoCloseable {
    private static final int MOST = 3;

    private final LinkedHashMap<K, Plan> plans = new LinkedHashMap<>(MOST, 0.75f, true);

    Plan get(K key, Function<K, Plan> compile) {
        Plan plan = plans.get(key);
        if (plan == null) {
            if (plans.size() == MOST) {
                Map.Entry<K, Plan> oldest = plans.entrySet().iterator().next();
                plans.remove(oldest.getKey());
                oldest.getValue().close();
            }
            plan = compile.apply(key);
            plans.put(key, plan);
        }
        return plan;
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        plans.clear();
    }
}
