package dev.graft.engine.cuda.nvidia;

import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * What NVRTC made of the kernels, kept in files: to compile them takes seconds. A file's name is a digest of all that the
 * compiler was given and of its version; the file begins with a digest of its name and the machine code that follows. One that
 * is not as it should be is made anew. Where no file can be written, kernels are compiled each time.
 */
final class KernelCache {
    /** Files that are kept, those that were used last. */
    private static final int MOST = 16;

    private static final int MOST_BYTES = 64 << 20;
    private static final int DIGEST = 32;

    private final Nvrtc compiler;
    private final Path folder;

    /** @param folder is made when it is needed */
    KernelCache(Nvrtc compiler, Path folder) {
        this.compiler = compiler;
        this.folder = folder;
    }

    /** The compiler's. */
    String version() {
        return compiler.version();
    }

    /** The same as {@link Nvrtc#compile}. */
    byte[] compile(KernelSource source, ElementType maps, int architecture) {
        String given = compiler.version() + "\n" + String.join(" ", Nvrtc.options(maps, architecture)) + "\n";
        byte[] key =
                digest(given.getBytes(StandardCharsets.UTF_8), source.text().getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(HexFormat.of().formatHex(key));
        return read(file, key).orElseGet(() -> {
            byte[] code = compiler.compile(source, maps, architecture);
            write(file, key, code);
            return code;
        });
    }

    private static Optional<byte[]> read(Path file, byte[] key) {
        try {
            byte[] content = BoundedFile.read(file, MOST_BYTES);
            byte[] code = Arrays.copyOfRange(content, Math.min(DIGEST, content.length), content.length);
            if (!MessageDigest.isEqual(digest(key, code), Arrays.copyOf(content, DIGEST))) {
                return Optional.empty();
            }
            touch(file);
            return Optional.of(code);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // It may be removed sooner than others.
        }
    }

    private void write(Path file, byte[] key, byte[] code) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file, out -> {
                out.write(digest(key, code));
                out.write(code);
            });
            removeOldest();
        } catch (IOException | GraftException e) {
            LoggerFactory.getLogger(KernelCache.class).debug("Compiled kernels are not kept: {}", e.toString());
        }
    }

    /** Left-overs of programs that were ended while they wrote among them. */
    private void removeOldest() throws IOException {
        Map<Path, FileTime> used = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                used.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> newest = used.keySet().stream()
                .sorted(Comparator.comparing((Path file) -> used.get(file)).reversed())
                .toList();
        for (Path file : newest.subList(Math.min(MOST, newest.size()), newest.size())) {
            Files.deleteIfExists(file);
        }
    }

    private static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.of(parts).forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
