package dev.graft.weights;

import dev.graft.error.GraftException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file's content must hash to.
 *
 * @param algorithm how it is computed
 * @param hex the value, lower-case hexadecimal
 */
public record Checksum(Algorithm algorithm, String hex) {
    private static final int BUFFER = 1 << 16;

    /** Hash functions that publishers use. */
    public enum Algorithm {
        /** 32 bytes. */
        SHA256("SHA-256", 32),
        /** 16 bytes. Guards against damage alone, not against forgery: all that Keras publishes for most files. */
        MD5("MD5", 16);

        private final String javaName;
        private final int bytes;

        Algorithm(String javaName, int bytes) {
            this.javaName = javaName;
            this.bytes = bytes;
        }

        MessageDigest digest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has " + javaName, e);
            }
        }
    }

    public Checksum {
        if (!hex.matches("[0-9a-f]{" + 2 * algorithm.bytes + "}")) {
            throw new GraftException("A " + algorithm.javaName + " checksum has " + 2 * algorithm.bytes
                    + " lower-case hexadecimal digits, found '" + hex + "'.");
        }
    }

    /** @param hex 64 lower-case hexadecimal digits */
    public static Checksum sha256(String hex) {
        return new Checksum(Algorithm.SHA256, hex);
    }

    /** @param hex 32 lower-case hexadecimal digits */
    public static Checksum md5(String hex) {
        return new Checksum(Algorithm.MD5, hex);
    }

    static Checksum of(Algorithm algorithm, MessageDigest digest) {
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** Of a file's content. */
    public static Checksum of(Algorithm algorithm, Path file) throws IOException {
        MessageDigest digest = algorithm.digest();
        byte[] buffer = new byte[BUFFER];
        // Not Files.newInputStream: its channel would be closed under a thread that was interrupted a moment ago.
        try (InputStream stream = new FileInputStream(file.toFile())) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return of(algorithm, digest);
    }

    /** For example {@code md5 6d6bbae143d832006294945121d1f1fc}. */
    @Override
    public String toString() {
        return algorithm.name().toLowerCase(Locale.ROOT) + " " + hex;
    }
}
