package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.graft.error.GraftException;
import dev.graft.io.UserFolders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds NVIDIA's libraries: in the folders of the system property {@value #PROPERTY}, or else of the environment variable
 * {@value #VARIABLE}, in those that pip's packages {@code nvidia-*} make, in installations of the toolkit, and where the system
 * looks. The driver, which belongs to the system, is looked for in the first of these places and the last. Folders are searched
 * when the first library is loaded.
 */
public final class CudaLibraries {
    /** Folders, parted as in {@code PATH}; libraries may lie some folders below. */
    public static final String PROPERTY = "graft.cuda.path";

    /** The same as an environment variable. */
    public static final String VARIABLE = "GRAFT_CUDA_PATH";

    /** Installs all that is no driver. */
    public static final String INSTALL = "pip install nvidia-cuda-nvrtc nvidia-cudnn-cu13 nvidia-cublas";

    /** {@code RTLD_LAZY | RTLD_GLOBAL}, which is JNA's own choice. */
    private static final int LAZY_AND_GLOBAL = 0x101;

    private static final String DRIVER = "libcuda.so.1";

    /** One of these is there where a driver works; the last is Windows's for Linux. */
    private static final List<String> SIGNS = List.of("/dev/nvidiactl", "/proc/driver/nvidia/version", "/dev/dxg");

    /** Where installers of drivers put it. */
    private static final List<String> DRIVERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/nvidia/lib64",
            "/run/opengl-driver/lib");

    private static final int DEPTH = 4;

    private final List<Path> given;
    private final boolean ofSystem;
    private final Path kernels;
    private @Nullable List<Path> folders;

    private CudaLibraries(List<Path> given, boolean ofSystem, Path kernels) {
        this.given = List.copyOf(given);
        this.ofSystem = ofSystem;
        this.kernels = kernels;
    }

    /** Those of this machine. */
    public static CudaLibraries ofMachine() {
        String given = System.getProperty(
                PROPERTY, Optional.ofNullable(System.getenv(VARIABLE)).orElse(""));
        return new CudaLibraries(
                Stream.of(given.split(File.pathSeparator))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of)
                        .toList(),
                true,
                UserFolders.ofThisProcess().cache("cuda-kernels"));
    }

    /** Of given folders alone, for tests; the first one gets the kernels that are kept. */
    public static CudaLibraries in(List<Path> folders) {
        return new CudaLibraries(folders, false, folders.get(0).resolve("cuda-kernels"));
    }

    /** The folder of kernels that NVRTC compiled; it need not exist. */
    Path kernels() {
        return kernels;
    }

    /** Folders that hold libraries of NVIDIA. */
    public synchronized List<Path> folders() {
        if (folders == null) {
            Set<Path> found = new LinkedHashSet<>();
            roots().forEach(root -> found.addAll(holding("lib(nvrtc|cudnn|cublasLt)\\.so.*", root)));
            folders = List.copyOf(found);
        }
        return folders;
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>(given);
        if (ofSystem) {
            sitePackages().forEach(site -> roots.add(site.resolve("nvidia")));
            for (String home : List.of("CUDA_HOME", "CUDA_PATH")) {
                Optional.ofNullable(System.getenv(home)).map(Path::of).ifPresent(roots::add);
            }
            roots.add(Path.of("/usr/local/cuda"));
        }
        return roots;
    }

    /** Folders at most a few levels down that hold libraries. */
    private static List<Path> holding(String file, Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                root, DEPTH, (path, attributes) -> path.getFileName().toString().matches(file))) {
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

    private List<Path> givenDrivers() {
        return given.stream()
                .flatMap(folder -> holding("libcuda\\.so\\.1", folder).stream())
                .map(folder -> folder.resolve(DRIVER))
                .toList();
    }

    /** Whether a driver may be there; looks at a few files and loads nothing. */
    boolean mayHaveDriver() {
        return !givenDrivers().isEmpty()
                || ofSystem
                        && (SIGNS.stream().anyMatch(sign -> Files.exists(Path.of(sign)))
                                || DRIVERS.stream().anyMatch(folder -> Files.exists(Path.of(folder, DRIVER))));
    }

    /**
     * Loads the driver.
     *
     * @throws GraftException if there is none
     */
    NativeFunctions driver() {
        List<String> reasons = new ArrayList<>();
        List<String> places = new ArrayList<>();
        givenDrivers().forEach(driver -> places.add(driver.toString()));
        if (ofSystem) {
            places.add(DRIVER);
        }
        for (String place : places) {
            Optional<NativeFunctions> loaded = tryLoad(place, reasons);
            if (loaded.isPresent()) {
                return loaded.get();
            }
        }
        throw new GraftException("NVIDIA's driver cannot be loaded: " + String.join("; ", reasons)
                + ". Does nvidia-smi work? See docs/gpu.md.");
    }

    /**
     * Loads another library.
     *
     * @param name as it is called for people
     * @param files its possible file names, the best first
     * @throws GraftException if there is none; says where it was looked for, and which other versions lie there
     */
    NativeFunctions load(String name, String... files) {
        List<String> reasons = new ArrayList<>();
        for (String file : files) {
            for (Path folder : folders()) {
                if (Files.exists(folder.resolve(file))) {
                    Optional<NativeFunctions> loaded =
                            tryLoad(folder.resolve(file).toString(), reasons);
                    if (loaded.isPresent()) {
                        return loaded.get();
                    }
                }
            }
            Optional<NativeFunctions> loaded = ofSystem ? tryLoad(file, new ArrayList<>()) : Optional.empty();
            if (loaded.isPresent()) {
                return loaded.get();
            }
        }
        String base = files[0].substring(0, files[0].indexOf(".so"));
        matching(base + "\\.so\\..*").forEach(other -> reasons.add(other + " is another version"));
        throw new GraftException(name + " was not found: looked for " + String.join(", ", files) + " in "
                + Stream.concat(
                                Stream.concat(given.stream(), folders().stream())
                                        .distinct()
                                        .map(Path::toString),
                                Stream.of("pip's folders and the system's").filter(system -> ofSystem))
                        .collect(Collectors.joining(", "))
                + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")")
                + ". Install it with " + INSTALL + ", or name its folder with -D" + PROPERTY + " or " + VARIABLE
                + ", see docs/gpu.md.");
    }

    private static Optional<NativeFunctions> tryLoad(String file, List<String> reasons) {
        try {
            return Optional.of(new NativeFunctions(NativeLibrary.getInstance(file, options(file))));
        } catch (UnsatisfiedLinkError e) {
            reasons.add(file + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    /** JNA gives for a name alone what it has loaded from any folder, unless the options differ. */
    private static Map<String, Integer> options(String file) {
        return file.indexOf('/') < 0 ? Map.of(Library.OPTION_OPEN_FLAGS, LAZY_AND_GLOBAL) : Map.of();
    }

    /** Files by an expression for their whole names. */
    private List<Path> matching(String name) {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().matches(name))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                // A folder that cannot be read holds nothing for us.
            }
        }
        return found;
    }

    /**
     * Loads what another library looks up by name, if it is there.
     *
     * @param name an expression for whole file names
     */
    void preload(String name) {
        matching(name).forEach(file -> tryLoad(file.toString(), new ArrayList<>()));
    }
}
