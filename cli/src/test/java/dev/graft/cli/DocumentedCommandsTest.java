package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.graft.search.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in the documents are understood, and files there are read. */
class DocumentedCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w+)\\n(.*?)^ *```");
    private static final Pattern PROGRAM = Pattern.compile("^(?:graft|java -jar cli/target/graft\\.jar) (.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private static Stream<String> blocks(String document, String kind) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs", document)))
                .results()
                .filter(block -> block.group(1).equals(kind))
                .map(block -> block.group(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"which-one.md", "recommend.md", "evaluate.md", "recipes.md", "search.md", "spark.md"})
    void commandsAreUnderstood(String document) throws IOException {
        List<String[]> commands = new ArrayList<>();
        blocks(document, "sh")
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .map(line -> PROGRAM.matcher(line.strip()))
                .filter(Matcher::matches)
                .forEach(found -> commands.add(WORD.matcher(found.group(1))
                        .results()
                        .map(DocumentedCommandsTest::word)
                        .toArray(String[]::new)));
        assertThat(commands).isNotEmpty();
        for (String[] words : commands) {
            assertThatCode(() -> GraftCommand.commandLine(words).parseArgs(words))
                    .as(String.join(" ", words))
                    .doesNotThrowAnyException();
        }
    }

    private static String word(MatchResult found) {
        return Stream.of(1, 2, 3)
                .map(found::group)
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSpaceOfTheWholeWayIsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("space.yaml");
        Files.writeString(file, blocks("which-one.md", "yaml").findFirst().orElseThrow());

        assertThat(SearchSpace.read(file).cells()).hasSize(18);
    }
}
