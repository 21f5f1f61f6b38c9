package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.graft.graph.NetworkLayer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/model-file.md lists every type of layer with its settings, and no other. */
class ModelFileDocumentationTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void everyTypeOfLayerIsDescribedWithItsSettings() throws IOException {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        for (JsonSubTypes.Type type :
                NetworkLayer.class.getAnnotation(JsonSubTypes.class).value()) {
            expected.put(
                    type.name(),
                    Arrays.stream(type.value().getRecordComponents())
                            .map(RecordComponent::getName)
                            .filter(name -> !name.equals("name") && !name.equals("from"))
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        assertThat(expected.keySet()).hasSize((int) permitted(NetworkLayer.class));

        assertThat(documented()).isEqualTo(expected);
    }

    private static long permitted(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .mapToLong(each -> each.isSealed() ? permitted(each) : 1)
                .sum();
    }

    private static Map<String, Set<String>> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/model-file.md"));
        int from = lines.indexOf("## Layers");
        Map<String, Set<String>> types = new LinkedHashMap<>();
        for (String line : lines.subList(from, lines.indexOf("## weights.safetensors"))) {
            List<String> words =
                    QUOTED.matcher(line).results().map(match -> match.group(1)).toList();
            if (line.startsWith("| `") && !words.get(0).equals("type")) {
                types.put(
                        words.get(0),
                        words.stream()
                                .skip(1)
                                .filter(word -> !word.equals("from"))
                                .collect(Collectors.toCollection(LinkedHashSet::new)));
            }
        }
        return types;
    }
}
