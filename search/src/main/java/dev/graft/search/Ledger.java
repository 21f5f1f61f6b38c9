package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.io.DirectoryLock;
import dev.graft.result.TrainingResult;
import dev.graft.settings.TrainingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A folder that remembers the trials of one data set, split and engine:
 *
 * <ul>
 *   <li>{@code ledger.json}: images, split, engine, and the settings that all trials share;
 *   <li>{@code folds.json}: of a search in folds what images belong together;
 *   <li>{@code given-up/*.json}: in folds, the trials of configurations that were not worth another fold;
 *   <li>{@code plans/*.json}: the trials of each search that used it, or one configuration after another as it chose them;
 *   <li>{@code trials/<address>/}: of each trial that was begun {@code settings.json}, {@code state.json}, {@code log.txt}, {@code
 *       result.json} and {@code history.csv} (see {@link dev.graft.result.ResultFiles}), {@code error.txt}, and while it
 *       is under way {@code checkpoint/}.
 * </ul>
 *
 * <p>Every file appears whole or not at all, so a process may be killed at any moment. Several processes may work on one
 * ledger: a trial is locked while somebody works on it, and the system frees the lock when that process ends. The
 * ledger's file system must have locks; a network file system must share them between machines.
 */
public final class Ledger {
    private static final int FORMAT = 2;
    private static final String LOCK = "ledger.lock";
    private static final String IMAGES = "images.json";
    private static final String GIVEN_UP = "given-up";

    private final Path directory;
    private final SearchContext context;
    private final LedgerJson json;
    private final String worker;
    /** What is done does not change any more, and reading ten thousand files takes seconds. */
    private final Map<TrialAddress, TrialState> done = new ConcurrentHashMap<>();

    private Ledger(Path directory, SearchContext context, LedgerJson json) {
        this.directory = directory;
        this.context = context;
        this.json = json;
        this.worker = host() + "/" + ProcessHandle.current().pid();
    }

    /** {@code ledger.json}. */
    private record Header(int format, SearchContext context, TrainingSettings settings) {}

    /** What every {@code ledger.json} begins with. */
    private record Version(int format) {}

    /** A file in {@code plans}. */
    private record Plan(int format, List<Trial> trials) {
        private Plan {
            trials = List.copyOf(trials);
        }
    }

    /** The same of trials that share the usual settings. */
    public static Ledger open(Path directory, SearchContext context) {
        return open(directory, context, GridSearch.shared(TrainingSettings.defaults()));
    }

    /**
     * Opens a ledger to work on it, and makes it if it is not there.
     *
     * @param base settings that all its trials share
     * @throws GraftException if the folder cannot be written to, or its trials are of other images, another split, another
     *     engine or other shared settings
     */
    public static Ledger open(Path directory, SearchContext context, TrainingSettings base) {
        LedgerJson json = new LedgerJson();
        Path file = Folders.make(directory).resolve("ledger.json");
        requireFormat(json, file);
        require(directory, claim(json, directory, new Header(FORMAT, context, base)), context, base);
        return new Ledger(directory, context, json);
    }

    private static void requireFormat(LedgerJson json, Path file) {
        json.read(file, Version.class)
                .filter(version -> version.format() != FORMAT)
                .ifPresent(version -> {
                    throw new GraftException("The ledger " + file.getParent() + " has format " + version.format()
                            + ", expected " + FORMAT + ". Use the Graft version that made it, or another folder.");
                });
    }

    /**
     * Writes the header if there is none. Under a lock, so that of two processes that come first one is really the first and
     * the other sees what it wrote.
     *
     * @return the one that is there
     */
    private static Header claim(LedgerJson json, Path directory, Header own) {
        Path file = directory.resolve("ledger.json");
        return alone(directory, () -> {
            Optional<Header> there = json.read(file, Header.class);
            if (there.isEmpty()) {
                json.write(file, own);
            }
            return there.orElse(own);
        });
    }

    /** Does something that no other thread or process does in the meantime, if it asks as well. */
    <T> T alone(Supplier<T> what) {
        return alone(directory, what);
    }

    private static synchronized <T> T alone(Path directory, Supplier<T> what) {
        try (FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Ends with the channel.
            channel.lock();
            return what.get();
        } catch (IOException e) {
            throw new GraftException(
                    "The ledger " + directory + " cannot be locked (" + e
                            + "). Expected a folder that can be written to; choose another one.",
                    e);
        }
    }

    /**
     * Opens a ledger to look at it.
     *
     * @throws GraftException if there is none
     */
    public static Ledger read(Path directory) {
        LedgerJson json = new LedgerJson();
        requireFormat(json, directory.resolve("ledger.json"));
        Header header = json.read(directory.resolve("ledger.json"), Header.class)
                .orElseThrow(() -> new GraftException("There is no ledger in " + directory
                        + ", expected its file ledger.json. Name the folder that a search was given."));
        require(directory, header, header.context(), header.settings());
        return new Ledger(directory, header.context(), json);
    }

    private static void require(Path directory, Header header, SearchContext context, TrainingSettings base) {
        if (header.context() == null || header.settings() == null) {
            throw new GraftException("The ledger " + directory + " is damaged: its ledger.json does not say what images"
                    + " and settings its trials are of. Restore that file.");
        }
        List<String> differences = new ArrayList<>();
        compare("images", header.context().images(), context.images(), differences);
        compare("split", header.context().split(), context.split(), differences);
        compare("engine", header.context().engine(), context.engine(), differences);
        compare("positive class", header.context().positiveClass(), context.positiveClass(), differences);
        base.differences(header.settings()).forEach(difference -> differences.add("shared settings, " + difference));
        if (!differences.isEmpty()) {
            throw new GraftException(
                    "The ledger " + directory + " belongs to another experiment. What differs: "
                            + String.join("; ", differences)
                            + ". Go on with the images, split, shared settings, number of threads and precision of the beginning, or choose another folder.");
        }
    }

    private static void compare(String what, String there, String here, List<String> differences) {
        if (!there.equals(here)) {
            differences.add(what + ": " + there + " there, " + here + " here");
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Its folder. */
    public Path directory() {
        return directory;
    }

    /** What all its trials share. */
    public SearchContext context() {
        return context;
    }

    /** What is known of the images; empty before a search has begun. */
    public Optional<ImageFacts> images() {
        return json.read(directory.resolve(IMAGES), ImageFacts.class);
    }

    /** The same, if configurations are trained on folds of them. */
    public Optional<ImageFacts> folds() {
        return images().filter(facts -> facts.folds() > 0);
    }

    void write(ImageFacts facts) {
        json.write(directory.resolve(IMAGES), facts);
    }

    /** A file in {@code given-up}. */
    private record GivenUp(List<TrialAddress> trials) {
        private GivenUp {
            trials = List.copyOf(trials);
        }
    }

    /** Remembers trials of configurations that are not worth another fold. Another search may train them nevertheless. */
    void giveUp(List<TrialAddress> trials) {
        GivenUp given = new GivenUp(trials);
        json.write(Folders.make(directory.resolve(GIVEN_UP)).resolve(name(given)), given);
    }

    /** What was remembered so. */
    Set<TrialAddress> givenUp() {
        return Folders.entries(directory.resolve(GIVEN_UP)).stream()
                .filter(Ledger::isNamed)
                .flatMap(file -> json.read(file, GivenUp.class).stream())
                .flatMap(given -> given.trials().stream())
                .collect(Collectors.toSet());
    }

    /** A file of another content has another name, so that searches do not get in each other's way. */
    private String name(Object content) {
        return DigestUtils.sha256Hex(json.text(content)).substring(0, 16) + ".json";
    }

    private static boolean isNamed(Path file) {
        return file.getFileName().toString().matches("[0-9a-f]+\\.json");
    }

    /** Adds the trials of a search; those that are there already are there once. */
    void plan(List<Trial> trials) {
        Plan plan = new Plan(FORMAT, trials);
        json.write(Folders.make(directory.resolve("plans")).resolve(name(plan)), plan);
    }

    /**
     * Configurations that a search has chosen one by one, in this order.
     *
     * @param search 16 hexadecimal digits
     * @param from how many to leave out
     */
    List<List<Trial>> choices(String search, int from) {
        List<List<Trial>> choices = new ArrayList<>();
        Optional<Plan> next = json.read(choice(search, from), Plan.class);
        while (next.isPresent()) {
            choices.add(next.get().trials());
            next = json.read(choice(search, from + choices.size()), Plan.class);
        }
        return choices;
    }

    /** Adds one of them, which are {@link #alone} so far. */
    void choose(String search, int number, List<Trial> configuration) {
        Folders.make(directory.resolve("plans"));
        json.write(choice(search, number), new Plan(FORMAT, configuration));
    }

    /** A plan as others: its name sorts by number. */
    private Path choice(String search, int number) {
        return directory.resolve("plans").resolve(String.format(Locale.ROOT, "%s%08d.json", search, number));
    }

    /** The trials of all searches that used it, each once. */
    public List<Trial> trials() {
        Map<TrialAddress, Trial> trials = new LinkedHashMap<>();
        for (Path file : Folders.entries(directory.resolve("plans"))) {
            if (isNamed(file)) {
                json.read(file, Plan.class)
                        .ifPresent(plan -> plan.trials().forEach(t -> trials.merge(t.address(), t, Ledger::both)));
            }
        }
        return List.copyOf(trials.values());
    }

    private static Trial both(Trial first, Trial second) {
        LinkedHashSet<Cell> cells = new LinkedHashSet<>(first.cells());
        cells.addAll(second.cells());
        return first.withCells(List.copyOf(cells));
    }

    /** How far a trial is. */
    public TrialState state(TrialAddress address) {
        TrialState known = done.get(address);
        if (known != null) {
            return known;
        }
        TrialState state = folder(address).state();
        if (state.status() == TrialStatus.DONE) {
            done.put(address, state);
        }
        return state;
    }

    /** How far trials are, in their order. */
    public Map<TrialAddress, TrialState> states(List<Trial> trials) {
        Map<TrialAddress, TrialState> states = new LinkedHashMap<>();
        trials.forEach(trial -> states.put(trial.address(), state(trial.address())));
        return states;
    }

    /**
     * The whole result of a trial that is done or paused.
     *
     * @throws GraftException if it has none
     */
    public TrainingResult result(TrialAddress address) {
        return folder(address).result();
    }

    /** Where a trial's files lie. */
    public Path folderOf(TrialAddress address) {
        return directory.resolve("trials").resolve(address.sha256());
    }

    private TrialFolder folder(TrialAddress address) {
        return new TrialFolder(folderOf(address), json);
    }

    /**
     * Asks for the right to work on a trial.
     *
     * @return empty if another process, or another thread, works on it now
     */
    Optional<TrialClaim> claim(Trial trial) {
        Path path = Folders.make(folderOf(trial.address()));
        try {
            return DirectoryLock.take(path)
                    .map(lock -> new TrialClaim(trial, new TrialFolder(path, json), lock, worker));
        } catch (IOException e) {
            throw new GraftException(
                    "The folder " + path + " cannot be locked (" + e
                            + "). Expected a file system with locks that can be written to.",
                    e);
        }
    }
}
