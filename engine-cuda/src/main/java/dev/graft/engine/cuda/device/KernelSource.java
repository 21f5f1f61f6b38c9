package dev.graft.engine.cuda.device;

import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.Command.KernelLaunch;
import dev.graft.engine.cuda.plan.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source of all kernels, and what it says of each. */
public final class KernelSource {
    private static final List<String> FILES = List.of(
            "common.cuh",
            "elementwise.cu",
            "normalization.cu",
            "pooling.cu",
            "depthwise.cu",
            "shape.cu",
            "dropout.cu",
            "loss.cu",
            "update.cu");

    private static final Pattern KERNEL =
            Pattern.compile("(?m)^extern \"C\" __global__ (BLOCKWIDE )?void (\\w+)\\(([^)]*)\\)");

    private static final Pattern PARAMETER = Pattern.compile("(const )?([\\w ]+?)(\\*?) (\\w+)");

    private final String text;
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();

    private KernelSource(String text) {
        this.text = text;
        Matcher found = KERNEL.matcher(text);
        while (found.find()) {
            List<Parameter> parameters = new ArrayList<>();
            for (String each : found.group(3).split(",")) {
                parameters.add(parameter(each.strip().replaceAll("\\s+", " ")));
            }
            kernels.put(found.group(2), new Kernel(found.group(2), parameters, found.group(1) != null));
        }
    }

    /** What this version brings. */
    public static KernelSource bundled() {
        StringBuilder all = new StringBuilder();
        for (String file : FILES) {
            try (InputStream in = KernelSource.class.getResourceAsStream("/dev/graft/engine/cuda/kernels/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("There is no " + file);
                }
                all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return of(all.toString());
    }

    /** Of other text. */
    public static KernelSource of(String text) {
        return new KernelSource(text);
    }

    private static Parameter parameter(String text) {
        Matcher matcher = PARAMETER.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A kernel's parameter is '" + text + "', expected a type and a name");
        }
        return new Parameter(matcher.group(2), !matcher.group(3).isEmpty(), matcher.group(1) != null, matcher.group(4));
    }

    /**
     * A parameter of a kernel.
     *
     * @param type in the source, without {@code const} and {@code *}
     * @param pointer whether it is an array
     * @param constant whether the kernel only reads it
     */
    public record Parameter(String type, boolean pointer, boolean constant, String name) {
        private boolean takes(Argument argument, ElementType maps) {
            if (argument instanceof Buffer buffer) {
                return pointer && buffer.type().inSource().equals(type.equals("map_t") ? maps.inSource() : type);
            } else if (argument instanceof Argument.Absent) {
                return pointer;
            }
            return !pointer && type.equals(name(argument));
        }

        private static String name(Argument argument) {
            if (argument instanceof Argument.Whole) {
                return "int";
            } else if (argument instanceof Argument.Long) {
                return "long long";
            }
            return argument instanceof Argument.Single ? "float" : "double";
        }
    }

    /**
     * A kernel.
     *
     * @param blockwide whether its threads wait for each other
     */
    public record Kernel(String name, List<Parameter> parameters, boolean blockwide) {
        public Kernel {
            parameters = List.copyOf(parameters);
        }
    }

    /** The source, in which {@code MAP_TYPE} is still to be defined. */
    public String text() {
        return text;
    }

    /** All kernels by name, in the source's order. */
    public Map<String, Kernel> kernels() {
        return Collections.unmodifiableMap(kernels);
    }

    /** What a command reads and what it may write. */
    public record Access(List<Buffer> reads, List<Buffer> writes) {}

    /** By the kernels' parameters: what is not constant may be written. */
    public Access access(Command command) {
        List<Buffer> reads = new ArrayList<>();
        List<Buffer> writes = new ArrayList<>();
        if (command instanceof KernelLaunch launch) {
            List<Parameter> parameters = kernel(launch).parameters();
            for (int i = 0; i < parameters.size(); i++) {
                if (launch.arguments().get(i) instanceof Buffer buffer) {
                    (parameters.get(i).constant() ? reads : writes).add(buffer);
                }
            }
        } else if (command instanceof Command.Convolution convolution) {
            reads.addAll(convolution.read());
            writes.add(convolution.written());
            if (convolution.adds()) {
                reads.add(convolution.written());
            }
        } else {
            Command.Copy copy = (Command.Copy) command;
            reads.add(copy.from());
            writes.add(copy.to());
        }
        return new Access(reads, writes);
    }

    /**
     * The kernel that a launch names.
     *
     * @throws IllegalArgumentException if there is none, or it takes other arguments
     */
    public Kernel kernel(KernelLaunch launch) {
        Kernel kernel = kernels.get(launch.kernel());
        if (kernel == null) {
            throw new IllegalArgumentException("There is no kernel " + launch.kernel());
        }
        List<Argument> arguments = launch.arguments();
        if (arguments.size() != kernel.parameters().size()) {
            throw new IllegalArgumentException(
                    kernel.name() + " takes " + kernel.parameters().size() + " arguments, found " + arguments.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            Parameter parameter = kernel.parameters().get(i);
            if (!parameter.takes(arguments.get(i), launch.maps())) {
                throw new IllegalArgumentException(kernel.name() + ": " + parameter + " is given " + arguments.get(i));
            }
        }
        return kernel;
    }
}
