package dev.graft.io;

import java.io.IOException;
import java.nio.file.Path;

/** Says whether a process of its own can lock a directory. */
final class DirectoryLockProbe {
    private DirectoryLockProbe() {}

    public static void main(String[] arguments) throws IOException {
        System.out.print(DirectoryLock.take(Path.of(arguments[0])).isPresent() ? "free" : "taken");
    }
}
