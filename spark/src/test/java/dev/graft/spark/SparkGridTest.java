package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class SparkGridTest {
    /** In the place of the command line, which is a module above. */
    public static final class Echo implements ToolProvider {
        @Override
        public String name() {
            return "graft";
        }

        @Override
        public int run(PrintWriter out, PrintWriter err, String... arguments) {
            out.print(String.join(" ", arguments));
            return 3;
        }
    }

    private static String run(String master, String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(SparkGrid.run(new PrintWriter(out), new PrintWriter(out), master, arguments))
                .isEqualTo(3);
        return out.toString();
    }

    @Test
    void theArgumentsAreThoseOfTheCommandLineAndSparksMaster() {
        assertThat(run("spark://h:1", "images", "--space", "s.yaml"))
                .isEqualTo("grid images --space s.yaml --master spark://h:1");
        assertThat(run("spark://h:1", "images", "--master", "local[2]")).isEqualTo("grid images --master local[2]");
        assertThat(run("", "images", "--master=yarn")).isEqualTo("grid images --master=yarn");
        assertThatThrownBy(() -> run("", "images")).hasMessageContaining("No master is named");
    }
}
