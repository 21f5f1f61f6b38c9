package dev.graft.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.profile.ProfilerException;

/**
 * What {@code -prof dev.graft.benchmarks.OperationProfiler:clock=processor;longest=20;file=profile.json} asks for.
 *
 * @param clock wall or processor
 * @param longest number of single operations to show
 * @param file takes the whole profile, if it is wanted
 */
record ProfilerSettings(ProfileClock clock, int longest, Optional<Path> file) {
    private static final String EXPECTED =
            "Expected clock=wall or clock=processor, longest=NUMBER, file=PATH, with semicolons between them.";

    static ProfilerSettings parse(String line) throws ProfilerException {
        ProfilerSettings settings = new ProfilerSettings(ProfileClock.WALL, 10, Optional.empty());
        for (String part : line.split(";")) {
            if (!part.isBlank()) {
                settings = settings.with(part.trim());
            }
        }
        return settings;
    }

    private ProfilerSettings with(String part) throws ProfilerException {
        String[] words = part.split("=", 2);
        String value = words.length == 2 ? words[1] : "";
        if (words[0].equals("clock") && value.equals(ProfileClock.WALL.toString())) {
            return new ProfilerSettings(ProfileClock.WALL, longest, file);
        } else if (words[0].equals("clock") && value.equals(ProfileClock.PROCESSOR.toString())) {
            return new ProfilerSettings(ProfileClock.PROCESSOR, longest, file);
        } else if (words[0].equals("longest") && value.matches("\\d{1,6}")) {
            return new ProfilerSettings(clock, Integer.parseInt(value), file);
        } else if (words[0].equals("file") && !value.isEmpty()) {
            return new ProfilerSettings(clock, longest, Optional.of(Path.of(value)));
        }
        throw new ProfilerException("The profiler of operations does not understand '" + part + "'. " + EXPECTED);
    }
}
