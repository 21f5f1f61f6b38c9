package dev.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says that this process holds. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Bytes, or 0 where the system does not tell (only Linux does, in {@code VmRSS}, see proc(5)). */
    static long bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
