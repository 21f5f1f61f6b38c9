package dev.graft.cli;

import java.io.PrintWriter;
import java.util.spi.ToolProvider;

/** The command line for other programs of the same process, such as a cluster's. */
public final class GraftTool implements ToolProvider {
    @Override
    public String name() {
        return "graft";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        return GraftCommand.run(arguments, out, err);
    }
}
