package dev.graft.spark;

import dev.graft.image.UnreadableImageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers for a partition's rows, in their order; a bounded number is in memory at a time. A row has what the table has, then
 * the answer's values, then what is wrong with the image; one of both is missing.
 *
 * @param <T> a decoded image
 */
final class ImageRows<T> implements Iterator<Row> {
    /** Images in memory; a multiple of the batches of those who answer. */
    private static final int TOGETHER = 64;

    /** Turns images into answers. */
    interface Answers<T> {
        /**
         * Decodes an image.
         *
         * @throws UnreadableImageException if it is none
         */
        T read(byte[] bytes, String name);

        /** Values of each image's columns, in the order of the images. */
        List<List<Object>> of(List<T> images);

        /** How many columns that are. */
        int columns();
    }

    /** A row and what came of its image so far. */
    private record Asked(Row row, @Nullable String problem) {}

    private final Iterator<Row> rows;
    private final ImageSource source;
    private final Answers<T> answers;
    private final Queue<Row> ready = new ArrayDeque<>();

    ImageRows(Iterator<Row> rows, ImageSource source, Answers<T> answers) {
        this.rows = rows;
        this.source = source;
        this.answers = answers;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && rows.hasNext()) {
            fill();
        }
        return !ready.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void fill() {
        List<Asked> asked = new ArrayList<>();
        List<T> images = new ArrayList<>();
        while (asked.size() < TOGETHER && rows.hasNext()) {
            Row row = rows.next();
            asked.add(new Asked(row, problem(row, images)));
        }
        Iterator<List<Object>> values = answers.of(images).iterator();
        asked.forEach(each -> ready.add(row(each, values)));
    }

    private @Nullable String problem(Row row, List<T> images) {
        try {
            images.add(answers.read(source.bytes(row), source.name(row)));
            return null;
        } catch (UnreadableImageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Row row(Asked asked, Iterator<List<Object>> values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < asked.row().size(); i++) {
            if (source.isKept(i)) {
                all.add(asked.row().get(i));
            }
        }
        if (asked.problem() == null) {
            all.addAll(values.next());
        } else {
            for (int i = 0; i < answers.columns(); i++) {
                all.add(null);
            }
        }
        all.add(asked.problem());
        return RowFactory.create(all.toArray());
    }
}
