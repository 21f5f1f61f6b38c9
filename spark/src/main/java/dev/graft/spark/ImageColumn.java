package dev.graft.spark;

import java.io.Serializable;

/**
 * Where a table has its images.
 *
 * @param name of the column
 * @param kind what the column holds
 */
public record ImageColumn(String name, Kind kind) implements Serializable {
    /** What a column holds of an image. */
    public enum Kind {
        /** The bytes of an image file. */
        BYTES,
        /** Where the file lies, for any file system that Hadoop knows: {@code file:}, {@code hdfs:}, {@code s3a:}. */
        PATH
    }

    /** The bytes of image files, as {@code spark.read().format("binaryFile")} gives in its column {@code content}. */
    public static ImageColumn bytes(String name) {
        return new ImageColumn(name, Kind.BYTES);
    }

    /** Paths of image files. */
    public static ImageColumn path(String name) {
        return new ImageColumn(name, Kind.PATH);
    }
}
