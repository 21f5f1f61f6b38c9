package dev.graft.data;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds something in a file's name, or in its name relative to the data set's root if the pattern contains a {@code /}: the
 * first capture group, or the whole match without one. Letters may be composed or not: names are compared in NFC, since
 * macOS stores them decomposed and others mostly do not.
 */
record NamePattern(Pattern pattern) {
    Optional<String> find(String relativeName) {
        String name = Normalizer.normalize(relativeName, Normalizer.Form.NFC);
        boolean wholeName = pattern.pattern().contains("/");
        Matcher matcher = pattern.matcher(wholeName ? name : name.substring(name.lastIndexOf('/') + 1));
        if (!matcher.find()) {
            return Optional.empty();
        }
        String found = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
        return Optional.ofNullable(found).filter(text -> !text.isEmpty());
    }
}
