package dev.graft.cli;

import dev.graft.run.SealBook;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where it is noted that test parts were opened. */
final class SealOptions {
    private static final String VARIABLE = "GRAFT_SEALS";

    @Option(
            names = "--seals",
            paramLabel = "DIR",
            description =
                    "Note here each time that a test part is opened, and for which result (default: GRAFT_SEALS, or"
                            + " .graft/seals in your home directory).")
    private @Nullable Path seals;

    SealBook book() {
        String variable = System.getenv(VARIABLE);
        Path usual = variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".graft", "seals")
                : Path.of(variable);
        return new SealBook(seals == null ? usual : seals);
    }
}
