package dev.graft.engine.cuda.host;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.device.KernelSource.Kernel;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Window;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The kernels' own source, compiled for a processor by g++. What is compiled stays in a folder, from where it can go to another
 * machine that has no compiler. They keep state of their own: all are to be used by one thread of a process.
 */
public final class HostKernels {
    private final KernelSource source;
    private final Path folder;
    private final List<String> optimization;
    private final Map<ElementType, NativeLibrary> libraries = new EnumMap<>(ElementType.class);

    private HostKernels(KernelSource source, Path folder, List<String> optimization) {
        this.source = source;
        this.folder = folder.toAbsolutePath();
        this.optimization = optimization;
    }

    /**
     * To be run often.
     *
     * @param folder of compiled kernels
     * @param processor what to compile those for that the folder does not hold, in g++'s words: {@code native} is this one
     */
    public static HostKernels optimized(KernelSource source, Path folder, String processor) {
        return new HostKernels(source, folder, List.of("-O2", "-ftree-vectorize", "-march=" + processor));
    }

    /** To be run once or twice: compiled in a third of the time. */
    public static HostKernels quick(KernelSource source, Path folder) {
        return new HostKernels(source, folder, List.of("-O0"));
    }

    /** Whether there is a compiler. */
    public static boolean canCompile() {
        try {
            return new ProcessBuilder("g++", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    KernelSource source() {
        return source;
    }

    private NativeLibrary library(ElementType maps) {
        return libraries.computeIfAbsent(
                maps, type -> NativeLibrary.getInstance(compile(type).toString()));
    }

    /**
     * Compiles the kernels, unless the folder holds them.
     *
     * @param maps what {@code map_t} is
     * @return the library
     * @throws GraftException if g++ is missing
     */
    public Path compile(ElementType maps) {
        try {
            String program = program(maps);
            Files.createDirectories(folder);
            String name = maps.inSource() + "-" + digest(program + optimization).substring(0, 16);
            Path library = folder.resolve(name + ".so");
            if (!Files.exists(library)) {
                if (!canCompile()) {
                    throw new GraftException("The kernels for this processor are not in " + folder
                            + ", and there is no g++ to compile them. Install it, or bring " + name + ".so.");
                }
                Path cpp = Files.writeString(folder.resolve(name + ".cpp"), program);
                Path made = Files.createTempFile(folder, name, ".so");
                Path log = folder.resolve(name + ".log");
                List<String> command = new ArrayList<>(
                        List.of("g++", "-std=c++17", "-ffp-contract=off", "-U_FORTIFY_SOURCE", "-fPIC", "-shared"));
                command.addAll(optimization);
                // Both precisions have the same names: each library must find its own.
                command.addAll(List.of("-Wl,-Bsymbolic", "-fno-gnu-unique", "-Wno-unused", "-o"));
                command.addAll(List.of(made.toString(), cpp.toString()));
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("g++: " + Files.readString(log));
                }
                Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String program) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(program.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(String name) throws IOException {
        try (InputStream in = HostKernels.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("#pragma once", "");
        }
    }

    private String program(ElementType maps) throws IOException {
        return header("host_cuda.h")
                + "#define MAP_TYPE " + maps.inSource() + "\n"
                + source.text()
                + source.kernels().values().stream().map(HostKernels::launcher).collect(Collectors.joining())
                + header("host_convolution.h");
    }

    /** Takes its arguments as the driver's {@code cuLaunchKernel} does: by their addresses. */
    private static String launcher(Kernel kernel) {
        String arguments = IntStream.range(0, kernel.parameters().size())
                .mapToObj(i -> {
                    KernelSource.Parameter parameter = kernel.parameters().get(i);
                    String type = (parameter.constant() ? "const " : "")
                            + parameter.type()
                            + (parameter.pointer() ? "*" : "");
                    return "*(" + type + "*) a[" + i + "]";
                })
                .collect(Collectors.joining(", "));
        return "extern \"C\" const char* launch_" + kernel.name() + "(const int* size, void** a) {\n"
                + "    return host::launch(size, [=] {\n"
                + "        host::" + (kernel.blockwide() ? "launchBlockwide" : "launchPlain") + "([=] { "
                + kernel.name() + "(" + arguments + "); });\n    });\n}\n";
    }

    /** In which order a launch's blocks and threads run. */
    enum Order {
        FORWARDS,
        BACKWARDS
    }

    /**
     * Runs a launch.
     *
     * @param arguments given by their addresses
     * @throws IllegalStateException for what a GPU would hang on
     */
    void launch(Command.KernelLaunch launch, Pointer[] arguments, Order order) {
        int[] sizes = {
            launch.grid().x(),
            launch.grid().y(),
            launch.grid().z(),
            launch.block().x(),
            launch.block().y(),
            launch.block().z(),
            order.ordinal()
        };
        try (Memory size = new Memory(4L * sizes.length);
                Memory addresses = new Memory(8L * arguments.length)) {
            size.write(0, sizes, 0, sizes.length);
            for (int i = 0; i < arguments.length; i++) {
                addresses.setPointer(8L * i, arguments[i]);
            }
            Function function = library(launch.maps()).getFunction("launch_" + launch.kernel());
            Pointer fault = function.invokePointer(new Object[] {size, addresses});
            if (fault != null) {
                throw new IllegalStateException(launch.kernel() + ": " + fault.getString(0));
            }
        }
    }

    /** Runs a convolution. */
    void convolve(Command.Convolution convolution, Pointer x, Pointer kernel, Pointer y) {
        ConvolutionGeometry g = convolution.geometry();
        Window w = g.window();
        int[] sizes = {
            g.images(),
            g.height(),
            g.width(),
            g.channels(),
            g.outHeight(),
            g.outWidth(),
            g.outChannels(),
            w.kernel().height(),
            w.kernel().width(),
            w.stride().height(),
            w.stride().width(),
            w.padding().top(),
            w.padding().left()
        };
        try (Memory memory = new Memory(4L * sizes.length)) {
            memory.write(0, sizes, 0, sizes.length);
            library(convolution.x().type()).getFunction("host_convolution").invokeVoid(new Object[] {
                convolution.kind().ordinal(), convolution.adds() ? 1 : 0, memory, x, kernel, y
            });
        }
    }
}
