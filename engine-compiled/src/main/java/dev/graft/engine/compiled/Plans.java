package dev.graft.engine.compiled;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Plans of a session by what they are compiled for. The last batch of an epoch is often smaller and has a plan of its own,
 * and who classifies asks for batches of any size. A few are always kept, and more while they are small; the one that was not
 * used for the longest time goes.
 *
 * @param <K> what they are compiled for
 * @param <P> a plan
 */
public final class Plans<K, P extends CompiledPlan> implements AutoCloseable {
    private static final int ALWAYS = 3;
    private static final int MOST = 32;
    /** Of all plans together, where there are more than a few. */
    private static final long MOST_BYTES = 256L << 20;

    private final LinkedHashMap<K, P> plans = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The plan for a key.
     *
     * @param compile makes it if there is none; what it throws is passed on
     */
    public P get(K key, Function<K, P> compile) {
        P plan = plans.get(key);
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
            Map.Entry<K, P> oldest = plans.entrySet().iterator().next();
            plans.remove(oldest.getKey());
            oldest.getValue().close();
        }
    }

    private long bytes() {
        return plans.values().stream().mapToLong(CompiledPlan::bytes).sum();
    }

    /** How many are kept now. */
    public int size() {
        return plans.size();
    }

    @Override
    public void close() {
        plans.values().forEach(CompiledPlan::close);
        plans.clear();
    }
}
