package dev.graft.search;

import dev.graft.settings.TrainingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** A ledger in which everything was trained, so that a search can be told at once what comes of a choice: see make_replay.py. */
final class ReplayedLedger {
    /**
     * What came of a training.
     *
     * @param accuracy of the validation part
     * @param test accuracy of the sealed part
     * @param course validation accuracy after each epoch
     */
    record Figures(double accuracy, double logLoss, double test, double[] course) {}

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** The order of every search: {@link SearchResult#order()}. */
    private static final Comparator<Figures> ORDER =
            Comparator.comparingDouble((Figures figures) -> -figures.accuracy()).thenComparingDouble(Figures::logLoss);

    final List<Trial> trials;
    private final Map<TrialAddress, Figures> figures;

    ReplayedLedger() {
        Map<TrialAddress, Figures> read = new LinkedHashMap<>();
        List<Trial> all = new ArrayList<>();
        for (CSVRecord line : lines("replay/trials.csv")) {
            Trial trial = trial(line);
            all.add(trial);
            read.put(
                    trial.address(),
                    new Figures(
                            Double.parseDouble(line.get("validation_accuracy")),
                            Double.parseDouble(line.get("validation_log_loss")),
                            Double.parseDouble(line.get("test_accuracy")),
                            Arrays.stream(line.get("course").split(" "))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()));
        }
        trials = List.copyOf(all);
        figures = Map.copyOf(read);
    }

    private static List<CSVRecord> lines(String name) {
        try (InputStream in = ReplayedLedger.class.getResourceAsStream(name)) {
            return FORMAT.parse(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trial trial(CSVRecord line) {
        TrainingSettings settings = TrainingSettings.defaults();
        Map<Axis, String> values = new LinkedHashMap<>();
        for (Axis axis : Axis.values()) {
            String said = line.isMapped(axis.id()) ? line.get(axis.id()) : axis.of(settings);
            values.put(axis, said);
        }
        Cell cell = new Cell(values);
        return new Trial(
                new TrialAddress(DigestUtils.sha256Hex(cell.describe())),
                cell.on(settings),
                axis(cell, Axis.WEIGHTS),
                axis(cell, Axis.AUGMENTATION),
                axis(cell, Axis.UNFROZEN),
                List.of(cell));
    }

    private static String axis(Cell cell, Axis axis) {
        return axis.of(cell);
    }

    /** What {@code graft recommend} said of the same images. */
    static List<RankedNetwork> recommendation() {
        return lines("replay/ranking.csv").stream()
                .map(line -> new RankedNetwork(
                        new PretrainedNetwork(
                                line.get("backbone"),
                                line.get("weights"),
                                Integer.parseInt(line.get("size")),
                                line.get("preprocessing"),
                                Integer.parseInt(line.get("unfrozen"))),
                        Boolean.parseBoolean(line.get("clearlyWorse"))))
                .toList();
    }

    Figures of(List<Trial> configuration) {
        return figures.get(configuration.get(0).address());
    }

    /** The best validation accuracy, or of another figure. */
    double best(ToDoubleFunction<Figures> figure) {
        return figures.values().stream().mapToDouble(figure).max().orElseThrow();
    }

    /** Numbers of configurations as a search draws them, in the order in which a strategy chooses them. */
    List<Integer> replay(List<List<Trial>> configurations, int count) {
        ParzenChoice choice = new ParzenChoice(configurations);
        List<Integer> begun = new ArrayList<>();
        List<Integer> ranked = new ArrayList<>();
        while (begun.size() < count) {
            begun.add(choice.next(begun, ranked).orElseThrow());
            ranked = new ArrayList<>(begun);
            ranked.sort(Comparator.comparing(i -> of(configurations.get(i)), ORDER));
        }
        return begun;
    }

    /** What a search would call its winner. */
    Figures winner(List<List<Trial>> tried) {
        return tried.stream().map(this::of).min(ORDER).orElseThrow();
    }
}
