package dev.graft.spark;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Objects that an executor's tasks share: made once for each key, by the first who asks, and kept after the last has left, for
 * the next stage will ask again. Of those that nobody uses only a few are kept. Safe for use by several threads.
 */
final class Leases {
    /** A model may take hundreds of megabytes. */
    private static final int UNUSED = 2;

    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private final CompletableFuture<AutoCloseable> object = new CompletableFuture<>();
        private int users;
    }

    /** The right to use an object until it is closed. */
    final class Lease<T extends AutoCloseable> implements AutoCloseable {
        private final Object key;
        private final T object;

        private Lease(Object key, T object) {
            this.key = key;
            this.object = object;
        }

        T object() {
            return object;
        }

        @Override
        public void close() {
            leave(key);
        }
    }

    /**
     * Waits for an object, or makes it.
     *
     * @param type of the object
     * @param make what it throws, all who wait for the object are thrown
     */
    <T extends AutoCloseable> Lease<T> take(Object key, Class<T> type, Supplier<T> make) {
        Entry entry;
        boolean first;
        synchronized (this) {
            entry = entries.remove(key);
            first = entry == null;
            if (entry == null) {
                entry = new Entry();
            }
            entries.put(key, entry);
            entry.users++;
        }
        if (first) {
            make(key, entry, make);
        }
        try {
            return new Lease<>(key, type.cast(entry.object.join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void make(Object key, Entry entry, Supplier<? extends AutoCloseable> make) {
        try {
            entry.object.complete(make.get());
        } catch (RuntimeException | Error e) {
            forget(key, entry);
            entry.object.completeExceptionally(e);
        }
    }

    private synchronized void forget(Object key, Entry entry) {
        entries.remove(key, entry);
    }

    private synchronized void leave(Object key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.users--;
        }
        long unused = entries.values().stream().filter(each -> each.users == 0).count();
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (unused > UNUSED && oldestFirst.hasNext()) {
            Entry each = oldestFirst.next();
            if (each.users == 0) {
                oldestFirst.remove();
                close(each);
                unused--;
            }
        }
    }

    /** Ends all, used or not. */
    synchronized void close() {
        entries.values().forEach(Leases::close);
        entries.clear();
    }

    private static void close(Entry entry) {
        entry.object.thenAccept(object -> {
            try {
                object.close();
            } catch (Exception e) {
                throw new IllegalStateException("Classifiers and extractors close without an exception", e);
            }
        });
    }
}
