package dev.graft.engine.cuda.replay;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** {@link Replay} as the program of {@code benchmarks/gpu}: the library itself prints nothing. */
public final class Main {
    private Main() {}

    /** Ends with 1 if something was not right. */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(Replay.run(out, words) ? 0 : 1);
    }
}
