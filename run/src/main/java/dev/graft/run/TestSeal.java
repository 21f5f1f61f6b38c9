package dev.graft.run;

import dev.graft.error.GraftException;
import dev.graft.run.SealBook.Opening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The seal of a test part as it was when a result opened it.
 *
 * @param part hash of its images
 * @param opening this one
 * @param before earlier ones; empty if none is known
 * @param trouble why openings could not be counted
 */
record TestSeal(String part, Opening opening, List<Opening> before, Optional<String> trouble) {
    /** Section of a result's provenance. */
    static final String SECTION = "test part";

    static final String IMAGES = "images (hash)";

    /** Notes the opening where there is a book. Whatever is wrong with the notes, the result is worth keeping. */
    static TestSeal open(String part, String result, Optional<SealBook> book) {
        Opening opening = SealBook.now(result);
        if (book.isEmpty()) {
            return new TestSeal(part, opening, List.of(), Optional.of("no seal book was given"));
        }
        try {
            List<Opening> before = book.get().openings(part);
            book.get().note(part, opening);
            return new TestSeal(part, opening, before, Optional.empty());
        } catch (GraftException e) {
            return new TestSeal(part, opening, List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    Map<String, Object> section() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(IMAGES, part);
        values.put("opened", opening.time());
        values.put("opened for", opening.result());
        values.put(
                "times opened",
                trouble.isPresent() ? "not counted: " + trouble.get() : Integer.valueOf(before.size() + 1));
        if (!before.isEmpty()) {
            values.put(
                    "opened before",
                    before.stream().map(o -> o.time() + " for " + o.result()).toList());
        }
        return values;
    }

    Optional<String> finding() {
        return finding(before);
    }

    /** What it means that a part was opened before; empty if it was not. */
    static Optional<String> finding(List<Opening> before) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Opening last = before.get(before.size() - 1);
        return Optional.of(
                "The test part was opened before: " + before.size() + (before.size() == 1 ? " time" : " times")
                        + ", last on " + last.time().substring(0, 10) + " for " + last.result()
                        + ". Figures that one has chosen by are too good: choose by the validation part, and take new images for"
                        + " the last word.");
    }
}
