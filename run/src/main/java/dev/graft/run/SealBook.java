package dev.graft.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Notes when a sealed test part was opened, and for which result: whoever opens it again and again chooses by it in the end.
 * One small file an opening, so that several processes may note at the same time and nothing is ever overwritten. A part is
 * known by the contents of its images; a part with other images is another part, even if most are the same.
 *
 * @param directory where the notes are kept; made if need be
 */
public record SealBook(Path directory) {
    /**
     * One look at a test part.
     *
     * @param time in UTC, ISO 8601
     * @param result what was measured, for people, such as where it was saved
     */
    public record Opening(String time, String result) {}

    /** Hash of the test part's images that a result recorded; empty without a test part. */
    public static Optional<String> part(TrainingResult result) {
        return Optional.ofNullable(result.provenance().sections().get(TestSeal.SECTION))
                .map(section -> section.get(TestSeal.IMAGES))
                .map(String::valueOf);
    }

    /**
     * All noted openings of a test part, the oldest first.
     *
     * @param part hash of its images
     * @throws GraftException if the notes cannot be read
     */
    public List<Opening> openings(String part) {
        Path folder = directory.resolve(part);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Opening> openings = new ArrayList<>();
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".json"))
                    .toList()) {
                openings.add(BoundedJson.mapper()
                        .build()
                        .readValue(BoundedFile.read(file, BoundedFile.SMALL), Opening.class));
            }
            openings.sort(Comparator.comparing(opening -> Instant.parse(opening.time())));
            return openings;
        } catch (IOException | DateTimeParseException e) {
            throw new GraftException(
                    "The notes on the test part in " + folder + " cannot be read (" + e
                            + "). Check the files, or name another directory for them.",
                    e);
        }
    }

    /**
     * Notes one.
     *
     * @throws GraftException if it cannot be written
     */
    public void note(String part, Opening opening) {
        Path folder = directory.resolve(part);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GraftException(
                    "The directory " + folder + " for notes on the test part cannot be made (" + e
                            + "). Name another one.",
                    e);
        }
        byte[] json = json(opening);
        String name = opening.time().replace(':', '-') + "-" + UUID.randomUUID() + ".json";
        AtomicFile.write(folder.resolve(name), out -> out.write(json));
    }

    /**
     * Notes that a part is opened, unless an opening for the same result is noted already. Whatever is wrong with the notes,
     * the result is worth keeping, so this never fails.
     *
     * @param part hash of its images
     * @param result names the result for people; equal names are one result
     * @return what people should know: that others opened the part before, or that this could not be noted
     */
    public Optional<String> open(String part, String result) {
        try {
            List<Opening> known = openings(part);
            List<Opening> before = known.stream()
                    .takeWhile(opening -> !opening.result().equals(result))
                    .toList();
            if (before.size() == known.size()) {
                note(part, now(result));
            }
            return TestSeal.finding(before);
        } catch (GraftException e) {
            return Optional.of("That the test part was opened could not be noted. " + e.getMessage());
        }
    }

    private static byte[] json(Opening opening) {
        try {
            return BoundedJson.mapper().build().writeValueAsString(opening).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Now. */
    static Opening now(String result) {
        return new Opening(Instant.now().toString(), result);
    }
}
