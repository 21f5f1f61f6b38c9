package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Profiles as JSON: a list with one entry for each benchmark and its parameters, every operation in it. JMH runs each case in a
 * process of its own, so a file grows; a case that is measured again takes its old entry's place.
 */
final class ProfileFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProfileFile() {}

    /**
     * Adds an entry.
     *
     * @param times of all operations, sums over the summary's invocations
     */
    static void add(
            Path file,
            String benchmark,
            Map<String, String> parameters,
            String clock,
            ProfileSummary summary,
            List<OperationTime> times) {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("benchmark", benchmark);
        entry.set("params", JSON.valueToTree(parameters));
        entry.set("machine", JSON.valueToTree(Environment.machine()));
        entry.put("clock", clock);
        entry.put("invocations", summary.invocations());
        entry.put("milliseconds", summary.milliseconds());
        entry.put("millisecondsBetweenOperations", summary.millisecondsBetween());
        entry.set("limits", JSON.valueToTree(summary.limits()));
        entry.set("phases", JSON.valueToTree(summary.phases()));
        entry.set("kinds", JSON.valueToTree(summary.kinds()));
        entry.set("operations", JSON.valueToTree(times));
        ArrayNode kept = JSON.createArrayNode();
        others(file, entry).forEach(kept::add);
        kept.add(entry);
        AtomicFile.write(
                file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(kept)));
    }

    private static List<ObjectNode> others(Path file, ObjectNode entry) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<ObjectNode> entries = JSON.readerForListOf(ObjectNode.class).readValue(file.toFile());
            return entries.stream().filter(old -> !same(old, entry)).toList();
        } catch (IOException e) {
            throw new GraftException(
                    "The file " + file + " is no list of profiles (" + e.getMessage() + "). Name another one.", e);
        }
    }

    private static boolean same(ObjectNode one, ObjectNode other) {
        return one.get("benchmark").equals(other.get("benchmark"))
                && one.get("params").equals(other.get("params"));
    }
}
