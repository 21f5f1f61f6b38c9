package dev.graft.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 over a sequence of texts, each with its length so that no two sequences run together alike. */
final class ContentHash {
    private final MessageDigest digest = DigestUtils.getSha256Digest();

    /** SHA-256 of some bytes alone, lower-case hexadecimal. */
    static String of(byte[] bytes) {
        return DigestUtils.sha256Hex(bytes);
    }

    ContentHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
        return this;
    }

    /** The result, lower-case hexadecimal; to be called once. */
    String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
