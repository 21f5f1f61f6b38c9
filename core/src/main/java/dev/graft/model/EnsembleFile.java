package dev.graft.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.metrics.GroupScore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which saved models answer together, as a JSON file says that lies in a folder with them: {@code members}, each with {@code
 * model}, a path within the folder, its {@code sha256} and its {@code weight}, {@code calibration} of their mean, and {@code
 * groupScore} for groups of images. Such a file is data, as a model file is: it names files beside itself alone, of known content.
 *
 * @param members at least one
 * @param calibration of the mean's probabilities
 * @param groupScore how the mean answers for a group of images; the mean log odds if the file does not say
 */
record EnsembleFile(List<Member> members, Calibration calibration, GroupScore groupScore) {
    /** More models than that would take minutes for an image. */
    private static final int MOST = 100;

    private static final int FORMAT = 1;
    private static final double ROUNDING = 1e-6;

    /**
     * A model.
     *
     * @param weight of its probabilities, above 0; all sum to 1
     */
    record Member(Path model, double weight) {}

    /**
     * Reads it and looks at the models' content, without opening one.
     *
     * @throws GraftException if it is damaged, has no models, or those are missing, changed, outside of the folder, or more than
     *     fits into memory
     */
    static EnsembleFile read(Path file) {
        try {
            JsonNode tree = BoundedJson.mapper().build().readTree(BoundedFile.read(file, BoundedFile.SMALL));
            return read(tree, file.toAbsolutePath().resolveSibling("").normalize());
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new GraftException(
                    file + " cannot be read (" + reason + "). Expected an ensemble that graft ensemble wrote.", e);
        } catch (GraftException e) {
            throw new GraftException(file + " holds no ensemble that can be used: " + e.getMessage(), e);
        }
    }

    private static EnsembleFile read(JsonNode tree, Path folder) throws IOException {
        JsonNode listed = tree.path("members");
        if (tree.path("format").asInt() != FORMAT || !listed.isArray() || listed.isEmpty() || listed.size() > MOST) {
            throw new GraftException("found format " + tree.path("format").asText("none") + " with " + listed.size()
                    + " members, expected format " + FORMAT + " with 1 to " + MOST + ".");
        }
        List<Member> members = new ArrayList<>();
        double weights = 0;
        long bytes = 0;
        for (JsonNode each : listed) {
            Member member = new Member(model(each, folder), each.path("weight").asDouble());
            if (!(member.weight() > 0)) {
                throw new GraftException(
                        "found a weight of " + each.path("weight").asText("nothing")
                                + ", expected more than 0. Put the ensemble together again.");
            }
            weights += member.weight();
            bytes += Files.size(member.model());
            members.add(member);
        }
        if (!(Math.abs(weights - 1) < ROUNDING)) {
            throw new GraftException(
                    "its weights sum to " + weights + ", expected 1. Put the ensemble together again.");
        }
        // As much as JavaCPP lets native arrays take.
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new GraftException("its " + members.size() + " models take " + (bytes >> 20) + " MiB, and "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB are at hand. Give Java more with -Xmx.");
        }
        return new EnsembleFile(
                members,
                calibration(tree.path("calibration")),
                tree.has("groupScore") ? GroupScore.of(tree.get("groupScore").asText()) : GroupScore.MEAN_LOGIT);
    }

    private static Path model(JsonNode member, Path folder) throws IOException {
        if (!member.path("model").isTextual()) {
            throw new GraftException("the models of its members were not kept. Search with --keep-models into a new"
                    + " ledger, and put the ensemble together again.");
        }
        String name = member.path("model").asText();
        Path model = within(folder, name);
        if (!Files.isRegularFile(model)) {
            throw new GraftException("there is no model file " + model + ". Keep the ensemble in its ledger.");
        }
        try (InputStream in = Files.newInputStream(model)) {
            if (!DigestUtils.sha256Hex(in).equals(member.path("sha256").asText())) {
                throw new GraftException(
                        model + " is not the model that was selected: its SHA-256 is another one. Put the"
                                + " ensemble together again.");
            }
        }
        return model;
    }

    private static Path within(Path folder, String name) {
        try {
            Path model = folder.resolve(name).normalize();
            if (model.startsWith(folder)) {
                return model;
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        throw new GraftException("found a model '" + name + "', expected a path within the ensemble's folder.");
    }

    private static Calibration calibration(JsonNode node) {
        return node.isObject()
                ? new Calibration(
                        node.path("temperature").asDouble(), node.path("images").asInt())
                : Calibration.none();
    }
}
