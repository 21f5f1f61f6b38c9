package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeReadsTest {
    @Test
    void aReadThatMeetsTheEndFails(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("three"), new byte[] {1, 2, 3});
        try (SeekableByteChannel channel = new WholeReads(Files.newByteChannel(file))) {
            ByteBuffer two = ByteBuffer.allocate(2);
            assertThat(channel.read(two)).isEqualTo(2);
            assertThat(two.array()).containsExactly(1, 2);

            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(2)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("byte 3");
        }
    }
}
