package dev.graft.engine.cuda.nvidia;

import com.sun.jna.NativeLibrary;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds NVIDIA's libraries: in the folders of the system property {@value #PROPERTY}, or else of the environment variable
 * {@value #VARIABLE}, in those that pip's packages {@code
 * nvidia-*} make, in installations of the toolkit, and where the system looks.
 */
public final class CudaLibraries {
    /** Folders, parted as in {@code PATH}; each, or its folders {@code lib} and {@code lib64}, holds libraries. */
    public static final String PROPERTY = "graft.cuda.path";

    /** The same as an environment variable. */
    public static final String VARIABLE = "GRAFT_CUDA_PATH";

    private static final int DEPTH = 4;

    private final List<Path> folders;

    private CudaLibraries(List<Path> folders) {
        this.folders = folders;
    }

    /** Those of this machine. */
    public static CudaLibraries ofMachine() {
        Set<Path> found = new LinkedHashSet<>();
        String given = System.getProperty(
                PROPERTY, Optional.ofNullable(System.getenv(VARIABLE)).orElse(""));
        for (String folder : given.split(java.io.File.pathSeparator)) {
            if (!folder.isBlank()) {
                found.addAll(libraryFolders(Path.of(folder)));
            }
        }
        for (Path site : sitePackages()) {
            found.addAll(libraryFolders(site.resolve("nvidia")));
        }
        for (String home : List.of("CUDA_HOME", "CUDA_PATH")) {
            Optional.ofNullable(System.getenv(home)).ifPresent(path -> found.addAll(libraryFolders(Path.of(path))));
        }
        found.addAll(libraryFolders(Path.of("/usr/local/cuda")));
        return new CudaLibraries(List.copyOf(found));
    }

    /** Of given folders alone, for tests. */
    public static CudaLibraries in(List<Path> folders) {
        Set<Path> found = new LinkedHashSet<>();
        folders.forEach(folder -> found.addAll(libraryFolders(folder)));
        return new CudaLibraries(List.copyOf(found));
    }

    /** Folders at most a few levels down that hold libraries. */
    private static List<Path> libraryFolders(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                root,
                DEPTH,
                (path, attributes) -> path.getFileName().toString().matches("lib(nvrtc|cudnn|cublasLt)\\.so.*"))) {
            return files.map(Path::getParent).distinct().sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Where Python's packages lie, of the virtual environment in use first. */
    private static List<Path> sitePackages() {
        List<Path> roots = new ArrayList<>();
        Optional.ofNullable(System.getenv("VIRTUAL_ENV")).map(Path::of).ifPresent(roots::add);
        Optional.ofNullable(System.getenv("CONDA_PREFIX")).map(Path::of).ifPresent(roots::add);
        roots.add(Path.of(System.getProperty("user.home"), ".local"));
        roots.add(Path.of("/usr/local"));
        roots.add(Path.of("/usr"));
        List<Path> packages = new ArrayList<>();
        for (Path root : roots) {
            Path lib = root.resolve("lib");
            if (Files.isDirectory(lib)) {
                try (Stream<Path> pythons = Files.list(lib)) {
                    pythons.filter(path -> path.getFileName().toString().startsWith("python3"))
                            .sorted(Comparator.reverseOrder())
                            .flatMap(path -> Stream.of(path.resolve("site-packages"), path.resolve("dist-packages")))
                            .filter(Files::isDirectory)
                            .forEach(packages::add);
                } catch (IOException e) {
                    // A folder that cannot be read holds nothing for us.
                }
            }
        }
        return packages;
    }

    /**
     * Loads a library.
     *
     * @param name as it is called for people
     * @param files its possible file names, the best first
     * @throws GraftException if there is none; says where it was looked for
     */
    NativeFunctions load(String name, String... files) {
        List<String> reasons = new ArrayList<>();
        for (String file : files) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(file))) {
                    Optional<NativeFunctions> loaded =
                            tryLoad(folder.resolve(file).toString(), reasons);
                    if (loaded.isPresent()) {
                        return loaded.get();
                    }
                }
            }
            Optional<NativeFunctions> loaded = tryLoad(file, new ArrayList<>());
            if (loaded.isPresent()) {
                return loaded.get();
            }
        }
        throw new GraftException(name + " was not found: looked for " + String.join(", ", files) + " in "
                + (folders.isEmpty() ? "" : folders + " and ") + "the system's folders"
                + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")")
                + ". Install it, see docs/gpu.md, or name its folder with -D" + PROPERTY + ".");
    }

    private static Optional<NativeFunctions> tryLoad(String file, List<String> reasons) {
        try {
            return Optional.of(new NativeFunctions(NativeLibrary.getInstance(file)));
        } catch (UnsatisfiedLinkError e) {
            reasons.add(file + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    /** Loads what another library looks up by name, if it is there. */
    void preload(String... files) {
        for (String file : files) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(file))) {
                    tryLoad(folder.resolve(file).toString(), new ArrayList<>());
                    return;
                }
            }
        }
    }

    /** Folders that hold libraries of NVIDIA. */
    public List<Path> folders() {
        return folders;
    }
}
