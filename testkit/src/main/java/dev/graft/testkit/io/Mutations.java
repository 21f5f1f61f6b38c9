package dev.graft.testkit.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.graft.error.GraftException;
import dev.graft.testkit.Effort;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages files in many ways and looks at what reading them comes to. Each is read or refused with a {@link
 * GraftException}, and takes no more heap than a stated bound, whatever the heap's size.
 *
 * @param heapBytes that reading one may allocate on its thread, from first to last
 * @param count how many to read
 */
public record Mutations(long heapBytes, int count) {
    /** How many a test tries; {@code -Pthorough} tries many more. */
    public static final int COUNT = Effort.of(60, 20_000);

    public Mutations(long heapBytes) {
        this(heapBytes, COUNT);
    }

    private static final long[] ODD_NUMBERS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        Short.MAX_VALUE,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFFFFFFL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final List<String> ODD_TEXTS = List.of(
            "null",
            "-1",
            "1e999",
            "NaN",
            "\"\"",
            "{}",
            "[]",
            "[[[[",
            "{\"a\":",
            "9".repeat(200),
            "true",
            "0.5",
            "\"" + "x".repeat(3000) + "\"",
            "../../etc/passwd",
            "\u0000",
            "\uFEFF",
            "java.lang.Runtime");

    /** Reads a damaged file. */
    public interface Reader {
        void read(byte[] content) throws Exception;
    }

    /** Damages content. */
    public interface Damage {
        byte[] damaged(Random random);
    }

    /** What was seen. */
    public record Outcome(int read, int refused) {}

    /**
     * Reads damaged files.
     *
     * @param name of the kind of file, for messages
     */
    public Outcome check(String name, Damage damage, Reader reader) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < count; seed++) {
            byte[] content = damage.damaged(new Random(seed));
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                reader.read(content);
                read++;
            } catch (GraftException e) {
                assertThat(e.getMessage()).as("%s, seed %d", name, seed).isNotBlank();
                refused++;
            } catch (Throwable e) {
                throw new AssertionError(name + ", seed " + seed + ": " + e, e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes of heap for %s of %d bytes, seed %d", name, content.length, seed)
                    .isLessThan(heapBytes);
        }
        return new Outcome(read, refused);
    }

    /** One to four changes anywhere. */
    public static byte[] bytes(byte[] content, Random random) {
        byte[] changed = content.clone();
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            changed = one(changed, random);
        }
        return changed;
    }

    private static byte[] one(byte[] content, Random random) {
        int at = random.nextInt(content.length);
        byte[] changed = content.clone();
        switch (random.nextInt(8)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> number(changed, at, random);
            case 3 -> {
                return Arrays.copyOf(content, at);
            }
            case 4 -> {
                int length = Math.min(content.length - at, 1 + random.nextInt(64));
                return joined(content, at, new byte[0], at + length);
            }
            case 5 -> {
                int length = Math.min(content.length - at, 1 + random.nextInt(256));
                return joined(content, at, Arrays.copyOfRange(content, at, at + length), at);
            }
            case 6 -> {
                int from = random.nextInt(content.length);
                int length = Math.min(Math.min(content.length - at, content.length - from), 1 + random.nextInt(64));
                System.arraycopy(content, from, changed, at, length);
            }
            default -> {
                byte[] noise = new byte[1 + random.nextInt(32)];
                random.nextBytes(noise);
                return joined(content, at, noise, at);
            }
        }
        return changed;
    }

    private static void number(byte[] content, int at, Random random) {
        long number = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int size = 1 << (1 + random.nextInt(3));
        byte[] bytes = switch (size) {
            case 2 -> buffer.putShort((short) number).array();
            case 4 -> buffer.putInt((int) number).array();
            default -> buffer.putLong(number).array();
        };
        System.arraycopy(bytes, 0, content, at, Math.min(size, content.length - at));
    }

    private static byte[] joined(byte[] content, int until, byte[] between, int from) {
        byte[] result = new byte[until + between.length + content.length - from];
        System.arraycopy(content, 0, result, 0, until);
        System.arraycopy(between, 0, result, until, between.length);
        System.arraycopy(content, from, result, until + between.length, content.length - from);
        return result;
    }

    /** A text in JSON of which one token or a few are another, are there twice or not at all, or which has other bytes. */
    public static byte[] json(byte[] content, Random random) {
        if (random.nextInt(4) == 0) {
            return bytes(content, random);
        }
        List<String> tokens = tokens(new String(content, StandardCharsets.UTF_8));
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.set(at, ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())));
                case 1 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                default -> tokens.set(at, number(tokens.get(at), random));
            }
        }
        return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
    }

    private static String number(String token, Random random) {
        return token.matches("-?[0-9.eE+-]+") ? String.valueOf(ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]) : "";
    }

    /** Texts in quotation marks, numbers and words, single signs. */
    private static List<String> tokens(String json) {
        List<String> tokens = new ArrayList<>();
        var matcher =
                java.util.regex.Pattern.compile("\"[^\"]*\"|[-+.\\w]+|\\s+|.").matcher(json);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** A zip file of which one entry is damaged and the rest, checksums included, is right; or which is damaged as a whole. */
    public static byte[] zip(ZipContent zip, Random random) {
        if (random.nextInt(3) == 0) {
            return bytes(zip.stored(), random);
        }
        ZipContent.Entry entry = zip.entries().get(random.nextInt(zip.entries().size()));
        byte[] content = entry.name().endsWith(".json") ? json(entry.content(), random) : head(entry.content(), random);
        return zip.with(entry.name(), content).stored();
    }

    /** Binary content says at its beginning what there is; damage among its numbers is of no interest. */
    public static byte[] head(byte[] content, Random random) {
        int length = Math.min(content.length, 2048);
        byte[] head = bytes(Arrays.copyOf(content, length), random);
        return joined(content, 0, head, length);
    }
}
