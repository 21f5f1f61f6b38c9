package dev.graft.cli;

import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.explain.Explanation;
import dev.graft.explain.GradCam;
import dev.graft.explain.HeatMap;
import dev.graft.explain.HeatOverlay;
import dev.graft.explain.Localisation;
import dev.graft.explain.LocalisationSummary;
import dev.graft.graph.InputShape;
import dev.graft.image.ImageDecoder;
import dev.graft.image.PngFile;
import dev.graft.image.RgbImage;
import dev.graft.image.UnreadableImageException;
import dev.graft.io.AtomicFile;
import dev.graft.io.OutputDirectory;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: where a saved model looks. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows which places of images speak for a class (Grad-CAM): one PNG per image, the image beside the same with"
                    + " its heat, and explanations.csv.",
            "",
            "With masks of the objects it also measures how much of the heat lies on them. Unreadable images are reported"
                    + " on standard error and left out; the exit code is then 1.",
            ""
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.graft file.")
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = ImageArguments.DESCRIPTION)
    private List<String> images;

    @Option(names = "--output", paramLabel = "DIR", description = "New directory (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("graft-explanations");

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "Layer whose feature map is looked at (default: the last one of the backbone that is no"
                    + " pooling). Lower ones are finer and mean less.")
    private @Nullable String layer;

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Class whose evidence is shown (default: of each image the predicted one).")
    private @Nullable String className;

    @Option(
            names = "--masks",
            paramLabel = "DIR",
            description =
                    "Masks of the objects, bright where they are, each named like its image. Measures how much heat"
                            + " lies on them.")
    private @Nullable Path masks;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    private final ImageDecoder decoder = new ImageDecoder();

    /** One image with what was found. */
    private record Row(Path image, String file, Explanation explanation, Optional<Localisation> localisation) {}

    @Override
    public Integer call() {
        OutputDirectory directory = new OutputDirectory(output).requireAbsent();
        if (masks != null && !Files.isDirectory(masks)) {
            throw new GraftException("There is no folder of masks " + masks + ". Check the path.");
        }
        List<Path> files = new ImageArguments(images).files(spec.commandLine().getErr());
        try (TransferModel loaded = ModelFile.load(model).model()) {
            return explain(loaded, files, directory);
        }
    }

    private int explain(TransferModel loaded, List<Path> files, OutputDirectory directory) {
        Optional<Integer> wanted = wantedClass(loaded.description().classNames());
        List<Row> rows = new ArrayList<>();
        Engine engine = machine.engine();
        try (GradCam gradCam = layer == null ? new GradCam(loaded, engine) : new GradCam(loaded, engine, layer)) {
            directory.write(temporary -> fill(temporary, files, loaded, gradCam, wanted, rows));
            summarise(gradCam.layer(), rows);
        }
        return rows.size() == files.size() ? 0 : 1;
    }

    private Optional<Integer> wantedClass(List<String> classNames) {
        if (className == null) {
            return Optional.empty();
        }
        int index = classNames.indexOf(className);
        if (index < 0) {
            throw new GraftException("The model has no class '" + className + "'. Its classes are "
                    + String.join(", ", classNames) + ".");
        }
        return Optional.of(index);
    }

    private void fill(
            Path directory,
            List<Path> images,
            TransferModel loaded,
            GradCam gradCam,
            Optional<Integer> wanted,
            List<Row> rows) {
        Set<String> names = new HashSet<>();
        InputShape shape = loaded.description().inputShape();
        for (Path image : images) {
            try {
                List<RgbImage> seen = List.of(decoder.decode(image, shape.width(), shape.height()));
                Explanation explanation = wanted.map(index -> gradCam.explain(seen, index))
                        .orElseGet(() -> gradCam.explain(seen))
                        .get(0);
                String file = free(image, names);
                PngFile.write(
                        HeatOverlay.besideImage(decoder.decode(image), explanation.heat()), directory.resolve(file));
                rows.add(new Row(image, file, explanation, localisation(image, explanation.heat())));
            } catch (UnreadableImageException e) {
                spec.commandLine().getErr().println("graft: " + e.getMessage());
            }
        }
        AtomicFile.write(
                directory.resolve("explanations.csv"),
                out -> csv(out, loaded.description().classNames(), rows));
    }

    /** Images of different folders may have the same name. */
    private static String free(Path image, Set<String> names) {
        String name = image.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        String free = name + ".png";
        for (int number = 2; !names.add(free); number++) {
            free = name + "-" + number + ".png";
        }
        return free;
    }

    private Optional<Localisation> localisation(Path image, HeatMap heat) {
        if (masks == null || !Files.isRegularFile(masks.resolve(image.getFileName()))) {
            return Optional.empty();
        }
        RgbImage mask = decoder.decode(masks.resolve(image.getFileName()));
        boolean[] object = new boolean[mask.width() * mask.height()];
        boolean any = false;
        for (int i = 0; i < object.length; i++) {
            object[i] = (mask.pixels()[3 * i] & 0xFF) >= 128;
            any |= object[i];
        }
        return any ? Optional.of(Localisation.of(heat, object, mask.width())) : Optional.empty();
    }

    private static void csv(OutputStream out, List<String> classNames, List<Row> rows) throws IOException {
        CSVPrinter printer = new CSVPrinter(
                new OutputStreamWriter(out, StandardCharsets.UTF_8),
                CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
        printer.printRecord(
                "image",
                "picture",
                "explained class",
                "its probability",
                "hottest",
                "share in mask",
                "hit",
                "precision-recall area",
                "mask area");
        for (Row row : rows) {
            Explanation explanation = row.explanation();
            int index = explanation.explainedClass();
            List<Object> values = new ArrayList<>(List.of(
                    row.image(),
                    row.file(),
                    classNames.get(index),
                    explanation.probabilities().get(index),
                    explanation.heat().hottest()));
            values.addAll(row.localisation()
                    .map(found -> List.<Object>of(
                            found.share(), found.hit() ? 1 : 0, found.precisionRecallArea(), found.area()))
                    .orElse(List.of("", "", "", "")));
            printer.printRecord(values);
        }
        printer.flush();
    }

    private void summarise(String lookedAt, List<Row> rows) {
        Console console = new Console(spec.commandLine().getOut());
        console.line(rows.size() + (rows.size() == 1 ? " image" : " images") + " explained by " + lookedAt + " in "
                + output);
        long cold =
                rows.stream().filter(row -> row.explanation().heat().isCold()).count();
        if (cold > 0) {
            console.line(cold + " of them without any heat: nothing on this layer speaks for the class there.");
        }
        List<Localisation> found =
                rows.stream().flatMap(row -> row.localisation().stream()).toList();
        if (!found.isEmpty()) {
            console.line(LocalisationSummary.of(found).describe());
        } else if (masks != null) {
            console.line("None of them has a mask in " + masks + ": masks are named like their images.");
        }
    }
}
