package dev.graft.engine.cpu;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Transformed kernels of all sessions of an engine, four times as large as kernels are. Sessions have values of their own, as a
 * network may learn between them: kernels are told by their content. Each is there once, as long as a session uses it.
 */
final class SharedKernels {
    private final OneDnn dnn;
    private final Map<Key, List<Entry>> entries = new HashMap<>();

    SharedKernels(OneDnn dnn) {
        this.dnn = dnn;
    }

    /** @param digest SHA-256 of the values */
    private record Key(String digest, KernelForm form) {}

    /** A transformed kernel and how many use it. */
    private static final class Entry {
        private final NativeScope handles = new NativeScope();
        private final memory.desc layout;
        private final NativeMemory memory;
        private int uses;

        Entry(memory.desc wanted) {
            this.layout = handles.own(new memory.desc(wanted));
            this.memory = new NativeMemory(layout.get_size());
        }

        void free() {
            memory.close();
            handles.close();
        }
    }

    /** A session's use of a kernel. */
    final class Use implements AutoCloseable {
        private final Key key;
        private final Entry entry;

        private Use(Key key, Entry entry) {
            this.key = key;
            this.entry = entry;
        }

        memory.desc layout() {
            return entry.layout;
        }

        Pointer address() {
            return entry.memory.at(0);
        }

        /** Call it once; the last one frees the kernel. */
        @Override
        public void close() {
            release(key, entry);
        }
    }

    /**
     * A kernel, transformed unless it is there.
     *
     * @param values plain
     * @param plain their layout
     * @param wanted layout of what becomes of them
     */
    synchronized Use use(float[] values, KernelForm form, memory.desc plain, memory.desc wanted) {
        Key key = new Key(digest(values), form);
        List<Entry> same = entries.computeIfAbsent(key, k -> new ArrayList<>());
        Entry entry = same.stream()
                .filter(known -> known.layout.equals(wanted))
                .findFirst()
                .orElseGet(() -> {
                    Entry made = transform(values, form, plain, wanted);
                    same.add(made);
                    return made;
                });
        entry.uses++;
        return new Use(key, entry);
    }

    private Entry transform(float[] values, KernelForm form, memory.desc plain, memory.desc wanted) {
        Entry entry = new Entry(wanted);
        try (NativeMemory source = new NativeMemory(plain.get_size());
                NativeScope temporary = new NativeScope()) {
            new FloatPointer(source.at(0)).put(values, 0, values.length);
            new WinogradKernels(dnn, temporary, plain, form).convert(source.at(0), entry.memory.at(0), entry.layout);
        }
        return entry;
    }

    private synchronized void release(Key key, Entry entry) {
        entry.uses--;
        if (entry.uses == 0) {
            entry.free();
            List<Entry> same = entries.getOrDefault(key, List.of());
            same.remove(entry);
            if (same.isEmpty()) {
                entries.remove(key);
            }
        }
    }

    /** Of all kernels that are in use. */
    synchronized long bytes() {
        return entries.values().stream()
                .flatMap(List::stream)
                .mapToLong(entry -> entry.memory.bytes())
                .sum();
    }

    private static String digest(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
