package dev.graft.recommend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a recommendation for programs and as a space to search. */
public final class RecommendationFiles {
    /** Everything that was found. */
    public static final String RESULT = "recommendation.json";

    /** Networks that are not clearly worse than the best, in the notation of searches. */
    public static final String SPACE = "space.yaml";

    private static final int LARGEST = 1 << 26;

    private static final JsonMapper MAPPER = BoundedJson.records().build();

    private RecommendationFiles() {}

    /**
     * Writes both, over what is there.
     *
     * @param directory must exist
     */
    public static void write(Recommendation recommendation, Path directory) {
        AtomicFile.write(
                directory.resolve(RESULT),
                out -> out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(recommendation)));
        AtomicFile.write(
                directory.resolve(SPACE), out -> out.write(space(recommendation).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file {@code recommendation.json}
     * @throws GraftException if it cannot be read, or is none
     */
    public static Recommendation read(Path file) {
        try {
            return MAPPER.readValue(BoundedFile.read(file, LARGEST), Recommendation.class);
        } catch (IOException e) {
            throw new GraftException(
                    "The recommendation " + file + " cannot be read (" + e.getMessage()
                            + "). Expected the file recommendation.json that graft recommend wrote.",
                    e);
        }
    }

    /** A search space in YAML: a product for each proposal. */
    static String space(Recommendation recommendation) {
        return "# Networks that a probe on frozen features found not clearly worse than the best, the best first, with how many layers to let learn.\n"
                + "# Minutes are rough: those of one training to its last epoch, alone; most end earlier.\n"
                + "spaces:\n"
                + recommendation.proposals().stream()
                        .map(RecommendationFiles::product)
                        .collect(Collectors.joining());
    }

    private static String product(Proposal proposal) {
        RankedCandidate best = proposal.best();
        Network network = best.candidate().network();
        return String.format(
                                Locale.ROOT,
                                "  # %.1f %% (%.1f-%.1f %%) at %s; %s%n",
                                100 * best.accuracy().value(),
                                100 * best.accuracy().interval().low(),
                                100 * best.accuracy().interval().high(),
                                best.candidate().cut().layer(),
                                proposal.minutes()
                                        .map(minutes -> "minutes: " + minutes(proposal.unfrozen(), minutes))
                                        .orElse("minutes were not measured"))
                        .replace("\r", "")
                + "  - backbone: " + quoted(network.backbone()) + "\n"
                + "    weights: " + quoted(network.weights()) + "\n"
                + "    size: " + network.size() + "\n"
                + "    preprocessing: " + network.preprocessing() + "\n"
                + "    unfrozen: [" + String.join(", ", proposal.unfrozen()) + "]\n";
    }

    private static String minutes(List<String> unfrozen, List<Double> minutes) {
        return IntStream.range(0, unfrozen.size())
                .mapToObj(i -> String.format(Locale.ROOT, "%.1f with %s", minutes.get(i), unfrozen.get(i)))
                .collect(Collectors.joining(", "));
    }

    /** JSON's strings are YAML's. */
    private static String quoted(String text) {
        if (text.matches("[a-z][a-z0-9.-]*")) {
            return text;
        }
        return MAPPER.getNodeFactory().textNode(text).toString();
    }
}
