package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damages each kind of image file in many ways, from recorded seeds. Whatever comes of it, it is a picture or an
 * {@link UnreadableImageException}, and does not take more memory than the decoder may have.
 */
class DamagedImageTest {
    private static final int MUTATIONS = Integer.getInteger("graft.test.mutations", 60);
    private static final long MOST_BYTES = 64L << 20;
    private static final Duration MOST_TIME = Duration.ofSeconds(60);

    private final ImageDecoder decoder =
            new ImageDecoder(1_000_000, Interpolation.BILINEAR, new DecodingMemory(16L << 20));

    static Stream<String> kinds() {
        List<String> names = new ArrayList<>();
        TestFiles.lines("decode/expected.csv").forEach(line -> names.add(line.substring(0, line.indexOf(','))));
        return names.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDamagedFileIsReadOrRefused(String name) {
        byte[] whole = TestFiles.bytes("decode/" + name);
        assertTimeoutPreemptively(MOST_TIME, () -> {
            for (int seed = 0; seed < MUTATIONS; seed++) {
                check(name + " mutated with seed " + seed, mutated(whole, new Random(seed)));
            }
        });
    }

    private void check(String what, byte[] bytes) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
            decoder.decode(bytes, 8, 8);
        } catch (UnreadableImageException refused) {
            assertThat(refused.reason()).as(what).isNotBlank().doesNotContain("OutOfMemory");
            assertThat(refused.getCause() instanceof Error).as(what).isFalse();
        } catch (RuntimeException | Error other) {
            throw new AssertionError(what, other);
        }
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(MOST_BYTES);
    }

    /** One to four changes, mostly near the start, where headers lie: single bits, bytes, numbers, pieces moved or lost. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200);
            int at = random.nextInt(Math.max(1, reach));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                case 3 -> number(bytes, at, random);
                case 4 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
                    System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return bytes;
    }

    /** Four bytes of a number that lies: large, negative, or zero, in either byte order. */
    private static void number(byte[] bytes, int at, Random random) {
        int[] lies = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 70_000, 0xFFFF, 1 << 24};
        int value = lies[random.nextInt(lies.length)];
        boolean low = random.nextBoolean();
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> (low ? 8 * i : 24 - 8 * i));
        }
    }
}
