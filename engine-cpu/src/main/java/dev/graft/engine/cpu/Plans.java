package dev.graft.engine.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Plans of a session by what they are compiled for. The last batch of an epoch is often smaller and has a plan of its own,
 * and who classifies asks for batches of any size. A few are always kept, and more while they are small; the one that was not
 * used for the longest time goes.
 *
 * @param <K> batch size, or batch size and dimensions
 */
final class Plans<K> implements AutoCloseable {
    private static final int ALWAYS = 3;
    private static final int MOST = 32;
    /** Of all plans together, where there are more than a few. */
    private static final long MOST_BYTES = 256L << 20;

    private final LinkedHashMap<K, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    Plan get(K key, Function<K, Plan> compile) {
        Plan plan = plans.get(key);
        if (plan == null) {
            makeRoom();
            plan = compile.apply(key);
            plans.put(key, plan);
        }
        return plan;
    }

    /** Before the next one is compiled: memory is short when it is. */
    private void makeRoom() {
        while (plans.size() >= ALWAYS && (plans.size() >= MOST || bytes() > MOST_BYTES)) {
            Map.Entry<K, Plan> oldest = plans.entrySet().iterator().next();
            plans.remove(oldest.getKey());
            oldest.getValue().close();
        }
    }

    private long bytes() {
        return plans.values().stream().mapToLong(Plan::bytes).sum();
    }

    int size() {
        return plans.size();
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        plans.clear();
    }
}
