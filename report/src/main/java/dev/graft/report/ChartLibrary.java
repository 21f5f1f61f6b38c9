package dev.graft.report;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Collectors;

/** Chart.js from its WebJar on the class path. */
final class ChartLibrary {
    private static final String POM = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private ChartLibrary() {}

    /** The minified library, fit for a script element. */
    static String source() {
        String script = resource("/META-INF/resources/webjars/chart.js/" + version() + "/dist/chart.umd.js");
        // The source map isn't inlined; naming it would make a browser's developer tools look for it.
        return script.lines()
                .filter(line -> !line.startsWith("//# sourceMappingURL="))
                .collect(Collectors.joining("\n"))
                .replace("</script", "<\\/script");
    }

    /** The path inside a WebJar holds its version; the jar knows it, so that the build names it only once. */
    private static String version() {
        Properties pom = new Properties();
        try {
            pom.load(new StringReader(resource(POM)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version");
    }

    private static String resource(String path) {
        try (InputStream in = ChartLibrary.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new GraftException("Found no " + path
                        + " on the class path, which the report's charts need. Expected the jar"
                        + " org.webjars.npm:chart.js; add it, and keep META-INF when you repackage jars.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
