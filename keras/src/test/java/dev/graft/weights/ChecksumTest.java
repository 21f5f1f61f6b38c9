package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
    /** From RFC 1321, A.5, and FIPS 180-2, B.1. */
    @Test
    void knownValues(@TempDir Path directory) throws IOException {
        Path abc = Files.writeString(directory.resolve("abc"), "abc");

        assertThat(Checksum.of(Checksum.Algorithm.MD5, abc))
                .isEqualTo(Checksum.md5("900150983cd24fb0d6963f7d28e17f72"))
                .hasToString("md5 900150983cd24fb0d6963f7d28e17f72");
        assertThat(Checksum.of(Checksum.Algorithm.SHA256, abc))
                .isEqualTo(Checksum.sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "900150983cd24fb0d6963f7d28e17f7",
                "900150983CD24FB0D6963F7D28E17F72",
                "g00150983cd24fb0d6963f7d28e17f72",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void whatIsNoMd5(String hex) {
        assertThatThrownBy(() -> Checksum.md5(hex))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("32")
                .hasMessageContaining("'" + hex + "'");
    }
}
