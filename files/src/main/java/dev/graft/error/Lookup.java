package dev.graft.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps that hold what is sought, because this library itself put it there. For what users ask for see {@link GraftException}. */
public final class Lookup {
    /** Keys that a message names: a network has hundreds of layers. */
    private static final int SHOWN = 20;

    private Lookup() {}

    /**
     * The value of a key that must be there.
     *
     * @param what the value is, for the message
     * @throws IllegalStateException if it is not: a fault of the library
     */
    public static <K, V> V in(Map<K, V> map, K key, String what) {
        @Nullable V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("There is no " + what + " of " + key + ", only of " + map.size()
                    + " others, such as " + map.keySet().stream().limit(SHOWN).toList()
                    + ". This is a fault of Graft; please report it.");
        }
        return value;
    }
}
