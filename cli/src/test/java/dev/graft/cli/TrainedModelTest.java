package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.image.ImageDecoder;
import dev.graft.image.PngFile;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.model.ModelFile;
import dev.graft.result.GroupedResult;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way on the command line: phantom, train, predict; one training serves all tests. */
class TrainedModelTest {
    @TempDir
    static Path directory;

    private static Path images;
    private static Path result;
    private static Path model;
    private static Outcome training;

    @BeforeAll
    static void train() throws IOException {
        images = directory.resolve("images");
        Outcome phantom = Outcome.of("phantom", images, "--images", 48, "--size", 64, "--seed", 3, "--threads", 2);
        assertThat(phantom.exit()).isZero();
        assertThat(phantom.out()).contains("48 images of 8 patients");
        Pictures.text(images.resolve("normal/patient-0001_notes.png"));
        Pictures.truncatedJpeg(images.resolve("stroke/patient-0002_half.jpg"));
        result = directory.resolve("deeper/result");
        model = result.resolve("model.graft");
        training = train(result);
    }

    private static Outcome train(Path output) {
        return Outcome.train(
                images, output, "--size", 64, "--unfreeze", 3, "--group-pattern", "patient-(\\d+)", "--seed", 5);
    }

    private static TrainingResult recorded() {
        return ResultFiles.read(result.resolve("result.json"));
    }

    @Test
    void trainingLeavesFourFilesAndNothingElse() throws IOException {
        assertThat(training.err()).isEmpty();
        assertThat(training.exit()).isZero();
        assertThat(Pictures.tree(directory.resolve("deeper")))
                .containsExactly(
                        "",
                        "result",
                        "result/history.csv",
                        "result/model.graft",
                        "result/report.html",
                        "result/result.json");
        assertThat(training.out())
                .contains("48 images: {normal=24, stroke=24}", "Phase 1: all layers frozen", "Phase 2: last 3 layers")
                .contains("Model:  " + model, "Report: " + result.resolve("report.html"));
    }

    @Test
    void unreadableFilesAreNamedOnTheConsoleInTheResultAndInTheReport() throws IOException {
        assertThat(training.out())
                .contains(
                        "Left out: normal/patient-0001_notes.png (it is a text file; leave it out)",
                        "Left out: stroke/patient-0002_half.jpg (");
        assertThat(recorded().unreadable()).hasSize(2);
        assertThat(Files.readString(result.resolve("report.html")))
                .contains("normal/patient-0001_notes.png", "stroke/patient-0002_half.jpg");
    }

    @Test
    void reportAndConsoleShowTheNumbersOfTheResult() throws IOException {
        TrainingResult recorded = recorded();
        Evaluation test = recorded.test().orElseThrow();
        String page = Files.readString(result.resolve("report.html")).replace("\u00a0", " ");
        assertThat(page.lines().filter(line -> line.contains("class=\"verdict\"") || line.contains("<tr>")))
                .anyMatch(line -> line.contains(percent(test.accuracy()) + " of " + test.images() + " unseen images"))
                .anyMatch(line -> line.contains(">Accuracy<")
                        && line.contains(">" + percent(test.accuracy()) + "<")
                        && line.contains(">" + percent(recorded.validation().accuracy()) + "<"))
                .anyMatch(line -> line.contains(">ROC-AUC<")
                        && line.contains(">" + String.format(Locale.ROOT, "%.3f", test.value(Metric.ROC_AUC)) + "<"));
        recorded.splitWarnings().forEach(warning -> assertThat(training.out()).contains(warning));
        recorded.findings().forEach(finding -> assertThat(training.out()).contains(finding.sentence()));
        assertThat(training.out())
                .contains("Sealed test: accuracy " + percent(test.accuracy()), "on " + test.images() + " images");
        Map<String, String> patients = new HashMap<>();
        recorded.testPredictions()
                .forEach(p -> patients.put(p.image(), patients(List.of(p)).get(0)));
        List<Prediction> groups = GroupScore.MEAN_LOGIT
                .group(recorded.testPredictions(), patients, 1)
                .predictions();
        Evaluation byGroup = recorded.byGroup().orElseThrow().test().orElseThrow();
        assertThat(byGroup.images()).isEqualTo(groups.size()).isLessThan(test.images());
        assertThat(byGroup.accuracy())
                .isEqualTo(groups.stream().filter(Prediction::correct).count() / (double) groups.size());
        assertThat(training.out())
                .contains(
                        "By group (mean-logit): accuracy " + percent(byGroup.accuracy()),
                        "on " + groups.size() + " groups");
        assertThat(page).contains(">Test by group<", ">Validation by group<", "by the mean log odds of its images");
        assertThat(recorded.provenance().sections().get("model"))
                .containsEntry("backbone", "efficientnet-b0")
                .containsEntry("input", "64 x 64 px, RGB")
                .containsEntry("seed", 5);
        assertThat(recorded.history().epochs()).hasSize(5);
    }

    /** The groups are not in the file, so that their figures cannot be found again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "kappa"})
    void figuresByGroupThatAFileLacksAreUnknown(String figure) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree =
                (ObjectNode) mapper.readTree(result.resolve("result.json").toFile());
        ObjectNode parent = figure.isEmpty() ? tree : (ObjectNode) tree.at("/byGroup/test");
        assertThat(parent.remove(figure.isEmpty() ? "byGroup" : Metric.KAPPA.id()))
                .isNotNull();
        Path file = directory.resolve("earlier.json");
        mapper.writeValue(file.toFile(), tree);

        TrainingResult earlier = ResultFiles.read(file);

        assertThat(earlier.byGroup().flatMap(GroupedResult::test)).isEmpty();
        assertThat(earlier.test()).isEqualTo(recorded().test());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    @Test
    void noPatientIsOnTwoSides() {
        assertThat(recorded().splitGuarantees())
                .contains("Images of one group (for example one patient) never fall on both sides: 8 groups.");
        assertThat(patients(recorded().testPredictions()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(patients(recorded().validationPredictions()));
    }

    private static List<String> patients(List<Prediction> predictions) {
        return predictions.stream()
                .map(p -> p.image().replaceAll(".*(patient-\\d+).*", "$1"))
                .distinct()
                .toList();
    }

    /** On the images that it was made with: it knows those of train and validation part, and the rest is the test part. */
    @Test
    void evaluateTellsKnownImagesFromTheOthers() throws IOException {
        Path output = directory.resolve("evaluation");
        Outcome outcome = Outcome.of(
                "evaluate",
                model,
                images,
                "--group-pattern",
                "patient-(\\d+)",
                "--against",
                model,
                "--group-score",
                "maximum",
                "--threads",
                2,
                "--output",
                output);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        Evaluation test = recorded().test().orElseThrow();
        int known = 48 - test.images();
        assertThat(outcome.out())
                .contains(known + " of these images are among the " + known + " that the model learnt from")
                .contains("Without them and their groups: accuracy " + percent(test.accuracy()))
                .contains("By group (maximum): accuracy", "on 8 groups", "difference +0.000", "p 1", "Drift: contrast");
        assertThat(Pictures.tree(output))
                .containsExactly("", "evaluation.json", "group-predictions.csv", "predictions.csv", "report.html");
        Map<String, List<Double>> predicted = new HashMap<>();
        recorded().testPredictions().forEach(p -> predicted.put(p.image(), p.probabilities()));
        List<String> others = Files.readAllLines(output.resolve("predictions.csv")).stream()
                .filter(line -> line.contains(",false,"))
                .toList();
        assertThat(others).hasSize(predicted.size()).allSatisfy(line -> {
            String[] values = line.split(",");
            assertThat(Double.parseDouble(values[5]))
                    .isCloseTo(
                            predicted.getOrDefault(values[0], List.of(9.0, 9.0)).get(1), within(1e-5));
        });

        Outcome card = Outcome.of("card", model, "--evaluation", output, "--output", directory.resolve("deeper"));
        assertThat(card.exit()).isZero();
        assertThat(Files.readString(directory.resolve("deeper/model-card.md")))
                .contains("model.graft on images, " + known + " images known from the training | 8 groups |");
        Files.delete(directory.resolve("deeper/model-card.md"));
        Files.delete(directory.resolve("deeper/model-card.html"));
        Path numbers = output.resolve("evaluation.json");
        Files.writeString(numbers, Files.readString(numbers).replaceAll("\"finished\" : \"2", "\"finished\" : \"1"));
        Outcome stranger = Outcome.of("card", model, "--evaluation", output, "--output", directory);
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.err()).contains("evaluation of another model");

        Outcome again = Outcome.of("evaluate", model, images, "--output", output);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("exists already");
        Outcome columns =
                Outcome.of("evaluate", model, images, "--subgroup", "sex", "--output", directory.resolve("x"));
        assertThat(columns.exit()).isEqualTo(1);
        assertThat(columns.err()).contains("--subgroup names columns of a manifest");
    }

    @Test
    void viewsOfAModelThatLearntWithoutAreRefused() {
        Outcome outcome = Outcome.of("predict", "--tta", 2, "--threads", 2, model, images.resolve("normal"));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("graft: The model was trained without augmentation");
        assertThat(Outcome.of("predict", "--tta", -1, model, images).err()).contains("Found --tta -1");
    }

    @Test
    void predictAgreesWithTheRecordedTestPredictions() throws IOException {
        List<Prediction> expected = recorded().testPredictions();
        List<Object> arguments = new ArrayList<>(List.of("predict", "--format", "json", "--threads", 2, model));
        expected.forEach(prediction -> arguments.add(images.resolve(prediction.image())));
        Outcome outcome = Outcome.of(arguments.toArray());
        assertThat(outcome.exit()).isZero();
        JsonNode rows = new ObjectMapper().readTree(outcome.out());
        assertThat(rows).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
            Prediction prediction = expected.get(i);
            JsonNode row = rows.get(i);
            assertThat(row.get("image").asText())
                    .isEqualTo(images.resolve(prediction.image()).toString());
            assertThat(row.get("class").asText())
                    .isEqualTo(recorded().classNames().get(prediction.predicted()));
            for (int c = 0; c < 2; c++) {
                String name = recorded().classNames().get(c);
                assertThat(row.get("probabilities").get(name).asDouble())
                        .isCloseTo(prediction.probabilities().get(c), within(1e-5));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameTraining() throws IOException {
        Path again = directory.resolve("again");
        assertThat(train(again).exit()).isZero();
        assertThat(withoutSeconds(again)).isEqualTo(withoutSeconds(result)).hasSize(6);
        TrainingResult second = ResultFiles.read(again.resolve("result.json"));
        assertThat(second.testPredictions()).isEqualTo(recorded().testPredictions());
        assertThat(second.validationPredictions()).isEqualTo(recorded().validationPredictions());
    }

    private static List<String> withoutSeconds(Path output) throws IOException {
        return Files.readAllLines(output.resolve("history.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    @Test
    void predictWritesCsvAndGoesOnAfterUnreadableImages() {
        Path first = images.resolve("normal/patient-0001_slice-1.png");
        Path second = images.resolve("stroke/patient-0002_slice-1.png");
        Outcome outcome = Outcome.of(
                "predict",
                model,
                first,
                images.resolve("gone.png"),
                images.resolve("normal/patient-0001_notes.png"),
                images.resolve("stroke/patient-0002_half.jpg"),
                second);
        assertThat(outcome.exit()).isEqualTo(1);
        List<String> rows = outcome.out().lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).isEqualTo("image,class,probability,p(normal),p(stroke),confidence,warnings");
        assertThat(rows.get(1))
                .matches(java.util.regex.Pattern.quote(first + ",") + "(normal|stroke)(,[01]\\.\\d+){4},");
        assertThat(rows.get(2)).startsWith(second + ",");
        double sum = Arrays.stream(rows.get(1).split(","))
                .skip(3)
                .limit(2)
                .mapToDouble(Double::parseDouble)
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-6));
        assertThat(outcome.err().lines()).hasSize(3).allMatch(line -> line.startsWith("graft: Cannot read image "));
        assertThat(outcome.err())
                .contains("gone.png: the file does not exist", "_notes.png: it is a text file", "_half.jpg: ");
    }

    @Test
    void predictTakesFoldersAndListsFromFilesAndStandardInput() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("new/deeper"));
        Files.copy(images.resolve("stroke/patient-0002_slice-1.png"), folder.resolve("b"));
        Files.copy(images.resolve("normal/patient-0001_slice-1.png"), folder.resolve("a.png"));
        Files.writeString(folder.resolve("notes.txt"), "seen");
        Path list = Files.writeString(
                directory.resolve("list.txt"),
                "\uFEFF" + folder.resolve("a.png") + "\r\n\n" + folder.resolve("b") + "\n");

        Outcome ofFolder = Outcome.of("predict", model, folder.getParent());
        Outcome ofList = Outcome.of("predict", model, "@" + list);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(list)));
        Outcome ofInput;
        try {
            ofInput = Outcome.of("predict", model, "-");
        } finally {
            System.setIn(before);
        }

        assertThat(ofFolder.exit()).isZero();
        assertThat(ofFolder.out().lines().skip(1))
                .hasSize(2)
                .satisfiesExactly(
                        row -> assertThat(row).startsWith(folder.resolve("a.png") + ","),
                        row -> assertThat(row).startsWith(folder.resolve("b") + ","));
        assertThat(ofFolder.err()).contains("Passed over in", "1 no image (text file): deeper/notes.txt");
        assertThat(ofList).isEqualTo(new Outcome(0, ofFolder.out(), ""));
        assertThat(ofInput).isEqualTo(ofList);
    }

    @Test
    void predictRefusesFoldersWithoutImagesAndListsThatAreNone() throws IOException {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(Outcome.of("predict", model, empty)).satisfies(outcome -> {
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).contains("holds no images").doesNotContain("Replace it");
        });
        assertThat(Outcome.of("predict", model, "@" + empty.resolve("gone.txt")).err())
                .contains("The list of images", "gone.txt");
        assertThat(Outcome.of("predict", model, "--top", 0, images).err()).contains("--top 0, expected at least 1");
    }

    @Test
    void predictWritesTheMostProbableClasses() throws IOException {
        Path image = images.resolve("stroke/patient-0002_slice-1.png");
        String both = Outcome.of("predict", model, image, "--top", 5).out();
        assertThat(both.lines().findFirst().orElseThrow())
                .isEqualTo("image,class,probability,class 2,probability 2,confidence,warnings");
        String[] row = both.lines().skip(1).findFirst().orElseThrow().split(",");
        assertThat(List.of(row[1], row[3])).containsExactlyInAnyOrder("normal", "stroke");
        assertThat(Double.parseDouble(row[2])).isGreaterThanOrEqualTo(Double.parseDouble(row[4]));
        JsonNode one = new ObjectMapper()
                .readTree(Outcome.of("predict", model, image, "--top", 1, "--format", "json")
                        .out())
                .get(0);
        assertThat(one.get("probabilities")).hasSize(1);
        assertThat(one.get("probabilities").has(one.get("class").asText())).isTrue();
    }

    private void byTheScoreOfTheModelsFile(List<Object> grouped, DoubleStream ofTheFirst) throws IOException {
        assertThat(Outcome.of(grouped.toArray()).err())
                .isEqualTo("Groups are scored by mean-logit, as the model's file says." + System.lineSeparator());
        Path other = directory.resolve("maximum.graft");
        try (ModelFile.Saved saved = ModelFile.load(model)) {
            ModelFile.save(
                    new ModelFile.Saved(
                            saved.model(), saved.provenance(), saved.calibration(), saved.inputs(), GroupScore.MAXIMUM),
                    other);
        }
        List<Object> arguments = new ArrayList<>(grouped);
        arguments.set(arguments.indexOf(model), other);
        Outcome outcome = Outcome.of(arguments.toArray());
        Files.delete(other);
        assertThat(outcome.err()).startsWith("Groups are scored by maximum");
        assertThat(stroke(new ObjectMapper().readTree(outcome.out()).get(0)))
                .isEqualTo(ofTheFirst.max().orElseThrow());
    }

    /** The positive patient comes first, so that its group does too. */
    @Test
    void predictWritesALineAGroup() throws IOException {
        List<Path> slices = Stream.of(
                        "stroke/patient-0002_slice-1.png",
                        "normal/patient-0001_slice-1.png",
                        "stroke/patient-0002_slice-2.png",
                        "normal/patient-0001_slice-2.png",
                        "stroke/patient-0002_slice-3.png")
                .map(images::resolve)
                .toList();
        List<Object> plain = new ArrayList<>(List.of("predict", "--format", "json", "--threads", 2, model));
        plain.addAll(slices);
        JsonNode rows = new ObjectMapper().readTree(Outcome.of(plain.toArray()).out());
        List<Object> grouped = new ArrayList<>(plain);
        grouped.addAll(List.of("--by-group", "--group-pattern", "patient-(\\d+)"));

        JsonNode groups =
                new ObjectMapper().readTree(Outcome.of(grouped.toArray()).out());

        assertThat(groups).hasSize(2);
        JsonNode first = groups.get(0);
        assertThat(first.get("group").asText()).isEqualTo("0002");
        assertThat(first.get("images").asInt()).isEqualTo(3);
        assertThat(first.get("flagged").asInt()).isZero();
        double logit = Stream.of(0, 2, 4)
                .mapToDouble(i -> stroke(rows.get(i)))
                .map(p -> Math.log(p / (1 - p)))
                .average()
                .orElseThrow();
        assertThat(stroke(first)).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
        assertThat(first.get("class").asText()).isEqualTo(logit > 0 ? "stroke" : "normal");

        byTheScoreOfTheModelsFile(grouped, Stream.of(0, 2, 4).mapToDouble(i -> stroke(rows.get(i))));

        grouped.set(2, "csv");
        grouped.addAll(List.of("--group-score", "maximum"));
        List<String> lines = Outcome.of(grouped.toArray()).out().lines().toList();
        assertThat(lines).hasSize(3).first().isEqualTo("group,images,class,probability,p(normal),p(stroke),flagged");
        String[] second = lines.get(2).split(",");
        assertThat(List.of(second).subList(0, 2)).containsExactly("0001", "2");
        assertThat(Double.parseDouble(second[5])).isEqualTo(Math.max(stroke(rows.get(1)), stroke(rows.get(3))));

        assertThat(Outcome.of("predict", model, images, "--by-group").err())
                .contains("--by-group without --group-pattern");
        assertThat(Outcome.of("predict", model, images, "--group-score", "maximum")
                        .err())
                .contains("without --by-group");
        assertThat(Outcome.of(
                                "evaluate",
                                model,
                                images,
                                "--group-score",
                                "maximum",
                                "--output",
                                directory.resolve("none"))
                        .err())
                .contains("Found --group-score, and no groups are known");
        assertThat(Outcome.of("predict", model, images, "--by-group", "--group-pattern", "scan-(\\d+)")
                        .err())
                .contains("finds no group in 50 of 50 images");
    }

    private static double stroke(JsonNode row) {
        return row.get("probabilities").get("stroke").asDouble();
    }

    @Test
    void predictFlagsAnImageOfAnotherKind() throws IOException {
        Path photo = directory.resolve("photo.png");
        PngFile.write(new RgbImage(300, 10, colours(300 * 10 * 3)), photo);
        Outcome outcome = Outcome.of("predict", "--format", "json", model, photo);
        assertThat(outcome.exit()).isZero();
        JsonNode row = new ObjectMapper().readTree(outcome.out()).get(0);
        assertThat(row.get("warnings").toString())
                .contains("300 x 10 pixels; the training images had sides of 64.", "It has colour");
        assertThat(row.get("confidence").doubleValue()).isBetween(0.5, 1.0);
    }

    private static byte[] colours(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i += 3) {
            bytes[i] = (byte) 200;
        }
        return bytes;
    }

    @Test
    void explainDrawsEveryImageAndMeasuresByMasks() throws IOException {
        Path again = directory.resolve("again-images");
        Path masks = directory.resolve("masks");
        assertThat(Outcome.of("phantom", again, "--images", 48, "--size", 64, "--seed", 3, "--masks", masks)
                        .exit())
                .isZero();
        Path output = directory.resolve("explained");
        Path stroke = again.resolve("stroke/patient-0002_slice-1.png");
        Path normal = again.resolve("normal/patient-0001_slice-1.png");
        Outcome outcome = Outcome.of(
                "explain",
                model,
                stroke,
                normal,
                "gone.png",
                "--class",
                "stroke",
                "--layer",
                "block4a_expand_activation",
                "--masks",
                masks,
                "--output",
                output);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("gone.png: the file does not exist");
        assertThat(outcome.out())
                .contains("2 images explained by block4a_expand_activation in " + output)
                .contains("On 1 image with a mask: ");
        assertThat(Pictures.tree(output))
                .containsExactly("", "explanations.csv", "patient-0001_slice-1.png", "patient-0002_slice-1.png");
        RgbImage picture = new ImageDecoder().decode(output.resolve("patient-0002_slice-1.png"));
        assertThat(picture.width()).isEqualTo(2 * 224 + 2 * 8 + 12);
        List<String> rows = Files.readAllLines(output.resolve("explanations.csv"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).matches(".*patient-0002_slice-1.png,patient-0002_slice-1.png,stroke(,[-\\d.E]+){6}");
        assertThat(rows.get(2))
                .matches(".*patient-0001_slice-1.png,patient-0001_slice-1.png,stroke(,[-\\d.E]+){2},,,,");
    }

    @Test
    void explainRefusesWhatIsNotThere() {
        Path image = images.resolve("normal/patient-0001_slice-1.png");
        Path output = directory.resolve("never");
        for (String[] wrong : new String[][] {
            {"--class", "tumour", "The model has no class 'tumour'. Its classes are normal, stroke."},
            {"--layer", "top", "no feature map called 'top'"},
            {"--masks", "nowhere", "There is no folder of masks nowhere"}
        }) {
            Outcome outcome = Outcome.of("explain", model, image, "--output", output, wrong[0], wrong[1]);
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("graft: ").contains(wrong[2]);
            assertThat(output).doesNotExist();
        }
    }

    @Test
    void exportWritesEveryFormatOnce() throws IOException {
        for (String name : List.of("model.onnx", "model.weights.h5", "model.safetensors")) {
            Path file = directory.resolve(name);
            String format = name.endsWith("h5") ? "keras" : name.substring(6);
            assertThat(Outcome.of("export", model, file, "--format", format).out())
                    .isEqualTo("Written: " + file + "\n");
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as("the model is calibrated, and the file says how")
                    .contains("temperature");
            Outcome again = Outcome.of("export", model, file, "--format", format);
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains(file + " exists already");
        }
    }

    @Test
    void cardTellsTheFiguresOfThisModelAndOfNoOther() throws IOException {
        Path cards = Files.createDirectory(directory.resolve("cards"));
        Outcome outcome = Outcome.of("card", model, "--output", cards);
        assertThat(outcome.exit()).isZero();
        assertThat(Files.readString(cards.resolve("model-card.md")))
                .contains("| Accuracy: share classified correctly | "
                        + percent(recorded().test().orElseThrow().accuracy()))
                .contains("fitted on " + recorded().validationPredictions().size() + " validation images")
                .contains("2 unreadable files took no part.");
        assertThat(cards.resolve("model-card.html")).isNotEmptyFile();

        Path alone = Files.copy(model, directory.resolve("alone.graft"));
        assertThat(Outcome.of("card", alone, "--output", cards).out()).contains("the card has no figures");
        assertThat(Files.readString(cards.resolve("model-card.md"))).doesNotContain("## Figures");

        Path other = directory.resolve("other.json");
        Files.writeString(
                other,
                Files.readString(result.resolve("result.json"))
                        .replaceAll("\"finished\" : \"20", "\"finished\" : \"19"));
        Outcome refused = Outcome.of("card", model, "--result", other, "--output", cards);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("is the result of another training");
    }

    @Test
    void aModelFileThatIsMissingOrNone() throws IOException {
        assertRefused(directory.resolve("gone.graft"), "There is no model file");
        assertRefused(images, "is a folder, not a model file");
        Path text = directory.resolve("text.graft");
        Pictures.text(text);
        assertRefused(text, "no model file, damaged or cut off");
        Path zip = rewritten("other.graft", "graft.json", null);
        assertRefused(zip, "it has no entry graft.json");
    }

    @Test
    void aModelFileThatIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(model);
        for (double share : new double[] {0, 0.001, 0.5, 0.999999}) {
            Path cut = directory.resolve("cut" + share + ".graft");
            Files.write(cut, Arrays.copyOf(whole, (int) (whole.length * share)));
            assertRefused(cut, "no model file, damaged or cut off", "Copy or save it again");
        }
    }

    @Test
    void aModelFileWithAFlippedBit() throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 8;
        Path flipped = directory.resolve("flipped.graft");
        Files.write(flipped, bytes);
        assertRefused(flipped, "Copy or save it again");
    }

    /** Class names and preprocessing must not change unseen either; they are read before DL4J opens the file. */
    @Test
    void aModelFileWithAFlippedBitInItsDescription() throws IOException {
        byte[] bytes = Files.readAllBytes(stored("stored.graft"));
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"normal\"");
        bytes[at + 1] ^= 3;
        Path flipped = directory.resolve("renamed.graft");
        Files.write(flipped, bytes);
        assertRefused(flipped, "graft.json does not have the checksum", "Copy or save it again");
    }

    /** The model file with its description uncompressed. */
    private static Path stored(String name) throws IOException {
        Path file = directory.resolve(name);
        try (ZipFile in = new ZipFile(model.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry old = in.getEntry("graft.json");
            ZipEntry entry = new ZipEntry("graft.json");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(old.getSize());
            entry.setCrc(old.getCrc());
            out.putNextEntry(entry);
            in.getInputStream(old).transferTo(out);
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
                    {"format": 3}                                   | has format 3; this version reads format 2. Use the version
                    {"format": 1, "model": {}, "provenance": {}}    | has format 1; this version reads format 2. Use the version
                    {}                                              | its graft.json has no format number
                    {"format": 2}                                   | its graft.json has no part 'model'
                    {"format": 2, "model": {}}                      | its graft.json has no part 'provenance'
                    {"format": 2, "model": {}, "provenance": {}}    | its graft.json has no part 'calibration'
                    {"format": 2,                                   | its graft.json cannot be read
                    """)
    void aModelFileWithAnotherDescription(String json, String message) throws IOException {
        assertRefused(rewritten("described.graft", "graft.json", old -> json), message);
    }

    @Test
    void aModelFileOfANewerFormatButOtherwiseWhole() throws IOException {
        Path newer =
                rewritten("newer.graft", "graft.json", old -> old.replaceFirst("\"format\" : 2", "\"format\" : 3"));
        assertRefused(newer, "has format 3; this version reads format 2", "or train again");
    }

    @Test
    void aModelFileWithoutItsParameters() throws IOException {
        assertRefused(rewritten("hollow.graft", "weights.safetensors", null), "damaged", "Copy or save it again");
    }

    private static void assertRefused(Path file, String... message) {
        Outcome outcome = Outcome.of("predict", file, images.resolve("normal/patient-0001_slice-1.png"));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("graft: ")
                .contains(file.getFileName().toString())
                .contains(message)
                .doesNotContain("\tat ", "unexpected");
        assertThat(outcome.err().strip().lines()).hasSize(1);
    }

    /** The model file with one entry changed, or left out. */
    private static Path rewritten(String name, String entry, UnaryOperator<String> change) throws IOException {
        Path file = directory.resolve(name);
        try (ZipFile in = new ZipFile(model.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (var entries = in.entries(); entries.hasMoreElements(); ) {
                ZipEntry old = entries.nextElement();
                boolean chosen = old.getName().equals(entry);
                if (chosen && change == null) {
                    continue;
                }
                out.putNextEntry(new ZipEntry(old.getName()));
                try (InputStream content = in.getInputStream(old)) {
                    byte[] bytes = content.readAllBytes();
                    out.write(
                            chosen
                                    ? change.apply(new String(bytes, StandardCharsets.UTF_8))
                                            .getBytes(StandardCharsets.UTF_8)
                                    : bytes);
                }
                out.closeEntry();
            }
        }
        return file;
    }
}
