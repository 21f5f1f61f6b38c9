package dev.graft.spark;

import dev.graft.error.GraftException;
import dev.graft.image.UnreadableImageException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Gets the images of a table's rows, one at a time.
 *
 * @param column index of the column that has them
 * @param named index of the column that names them in messages; -1 for none
 * @param hadoop how file systems are reached
 */
record ImageSource(ImageColumn.Kind kind, int column, int named, Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {
    /** What {@code binaryFile} calls a file's place. */
    static final String PATH = "path";

    /** An array in Java has no more. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    /** @throws GraftException if the table has no such column, or one of another type */
    static ImageSource of(StructType schema, ImageColumn column, Broadcast<SerializableConfiguration> hadoop) {
        int place = place(schema, column.name());
        boolean bytes = column.kind() == ImageColumn.Kind.BYTES;
        if (place < 0
                || !schema.fields()[place].dataType().sameType(bytes ? DataTypes.BinaryType : DataTypes.StringType)) {
            throw new GraftException("Found the columns " + schema.simpleString() + ", expected a column '"
                    + column.name() + "' of " + (bytes ? "bytes (binary)" : "paths (string)")
                    + ". Name the column that has the images.");
        }
        return new ImageSource(column.kind(), place, bytes ? place(schema, PATH) : place, hadoop);
    }

    private static int place(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).indexOf(name);
    }

    /** What a row's image is called in messages and patterns. */
    String name(Row row) {
        return named < 0 || row.isNullAt(named) ? "(image of a table)" : String.valueOf(row.get(named));
    }

    /**
     * The bytes of a row's image file.
     *
     * @throws UnreadableImageException if it cannot be had
     */
    byte[] bytes(Row row) {
        if (row.isNullAt(column)) {
            throw new UnreadableImageException(name(row), "the column has no value");
        }
        return kind == ImageColumn.Kind.BYTES ? row.getAs(column) : read(row.getString(column));
    }

    private byte[] read(String file) {
        try {
            Path path = new Path(file);
            try (FSDataInputStream in =
                    path.getFileSystem(hadoop.value().value()).open(path)) {
                byte[] bytes = in.readNBytes((int) LARGEST);
                if (in.read() >= 0) {
                    throw new IOException("it has more than " + LARGEST + " bytes");
                }
                return bytes;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableImageException(file, "reading the file failed (" + e + ")", e);
        }
    }

    /**
     * The table's columns but the bytes, with others behind them.
     *
     * @throws GraftException if the table has one of them already
     */
    static StructType answered(StructType table, ImageColumn column, StructType added) {
        StructType result = new StructType();
        for (StructField field : table.fields()) {
            if (place(added, field.name()) >= 0) {
                throw new GraftException("The table has a column '" + field.name()
                        + "' already, where the answer would stand. Rename it, or leave it out.");
            }
            boolean left =
                    column.kind() == ImageColumn.Kind.BYTES && field.name().equals(column.name());
            result = left ? result : result.add(field);
        }
        for (StructField field : added.fields()) {
            result = result.add(field);
        }
        return result;
    }

    /** Encoded images are not copied into the answer. */
    boolean isKept(int place) {
        return kind == ImageColumn.Kind.PATH || place != column;
    }
}
