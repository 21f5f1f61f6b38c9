package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples are short, and docs/examples.md shows them as they are. */
class ExamplesDocumentationTest {
    private static final int MOST_LINES = 80;
    private static final Path SOURCES = Path.of("src/main/java/dev/graft/examples");
    private static final Path PAGE = Path.of("../docs/examples.md");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- begin (\\w+) -->\n```java\n(.*?)\n```\n<!-- end \\1 -->\n", Pattern.DOTALL);

    /** The examples by name, from their comment on: without package and imports. */
    private static TreeMap<String, String> sources() throws IOException {
        TreeMap<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(f -> !f.endsWith("package-info.java")).toList()) {
                List<String> lines = Files.readAllLines(file);
                assertThat(lines).as(file.toString()).hasSizeLessThan(MOST_LINES);
                String code = String.join("\n", lines.subList(lines.indexOf(comment(lines)), lines.size()));
                sources.put(file.getFileName().toString().replace(".java", ""), code);
            }
        }
        return sources;
    }

    private static String comment(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("/**")).findFirst().orElseThrow();
    }

    @Test
    void thePageShowsEveryExampleAsItIs() throws IOException {
        TreeMap<String, String> shown = new TreeMap<>();
        for (MatchResult found : SHOWN.matcher(Files.readString(PAGE)).results().toList()) {
            shown.put(found.group(1), found.group(2));
        }

        assertThat(shown).isEqualTo(sources());
    }

    @Test
    void readmeLeadsThere() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains("](docs/examples.md)");
    }
}
