package dev.graft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a call, defaults included, so that it can be repeated later, by a version with other defaults too. */
final class RecordedOptions {
    /** Section of the provenance that holds them. */
    static final String SECTION = "command line";

    /** Name of the setting with the images. */
    static final String IMAGES = "DIR";

    /** What has no say in the numbers, or would touch an earlier run's files. */
    private static final Set<String> LEFT_OUT = Set.of(
            "--help",
            "--version",
            "--output",
            "--feature-cache",
            "--cache-memory",
            "--checkpoint",
            "--checkpoint-batches",
            "--csv-log",
            "--seals",
            "--leakage-test",
            "--leakage-comparison",
            "--find-learning-rate");

    private RecordedOptions() {}

    /** Option to value; paths are absolute. */
    static Map<String, String> of(CommandSpec spec, Path images) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(IMAGES, images.toAbsolutePath().normalize().toString());
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            if (!LEFT_OUT.contains(option.longestName()) && value != null) {
                text(option, value).ifPresentOrElse(text -> values.put(option.longestName(), text), () -> {});
            }
        }
        return values;
    }

    private static Optional<String> text(ArgSpec option, Object value) {
        if (value instanceof Collection<?> several) {
            return several.isEmpty()
                    ? Optional.empty()
                    : Optional.of(several.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        if (value instanceof Path path) {
            return Optional.of(path.toAbsolutePath().normalize().toString());
        }
        return Optional.of(String.valueOf(value));
    }

    /** The arguments that repeat the call. */
    static List<String> arguments(Map<String, ?> recorded, CommandSpec spec) {
        List<String> arguments = new ArrayList<>();
        recorded.forEach((name, value) -> {
            if (name.equals(IMAGES)) {
                arguments.add(value.toString());
            } else if (isFlag(spec, name)) {
                if (Boolean.parseBoolean(value.toString())) {
                    arguments.add(name);
                }
            } else {
                arguments.add(name + "=" + value);
            }
        });
        return arguments;
    }

    private static boolean isFlag(CommandSpec spec, String name) {
        OptionSpec option = spec.findOption(name);
        return option != null && option.type() == boolean.class;
    }
}
