package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code augment-preview}, and {@code train} with augmentation. */
class AugmentationCommandsTest {
    @TempDir
    static Path directory;

    private static Path images;

    @BeforeAll
    static void draw() {
        images = Pictures.phantom(directory.resolve("images"));
    }

    @Test
    void aPreviewShowsThePolicyAndItsParts() throws Exception {
        Path page = directory.resolve("sheet.html");

        Outcome outcome = Outcome.of(
                "augment-preview",
                images,
                "--policy=mri-light",
                "--size=48",
                "--images=2",
                "--samples=3",
                "--output=" + page);

        assertThat(outcome.err()).isEmpty();
        String html = Files.readString(page);
        assertThat(html)
                .contains("Augmentation mri-light", "2 of 48 images", "bias-field alone", "rician-noise alone")
                .doesNotContain("http:", "https:", "{{");
        // Two images with three samples and the original, for the whole and for each of five parts.
        assertThat(html.split("data:image/jpeg")).hasSize(1 + 2 * 4 * (1 + 5));
    }

    @Test
    void presetsAreListedAndGivenAsJsonThatIsReadAgain() throws Exception {
        assertThat(Outcome.of("augment-preview", "--list").out()).contains("none\n", "keras-default\n", "mri\n");
        Path own = directory.resolve("own.json");
        Outcome json = Outcome.of("augment-preview", "--json", "--policy=light");
        Files.writeString(own, json.out());

        assertThat(Outcome.of("augment-preview", "--json", "--policy=" + own).out())
                .isEqualTo(json.out());
    }

    @Test
    void mistakesAreExplained() {
        assertThat(Outcome.of("augment-preview", images, "--policy=mir").err())
                .contains("'mir' is neither the name of an augmentation nor a file", "mri-light");
        assertThat(Outcome.of("augment-preview").err()).contains("Missing DIR");
        Path output = directory.resolve("refused");
        assertThat(Outcome.train(images, output, "--augment", "mri", "--mix", "mixit")
                        .err())
                .contains("mixed by mixup or cutmix", "'mixit'");
        assertThat(Outcome.train(images, output, "--augment", "mri", "--mix", "mixup", "--augment-views", 2)
                        .err())
                .contains("no fixed views");
        assertThat(output).doesNotExist();
    }

    @Test
    void aTrainingRecordsAndShowsItsAugmentation() throws Exception {
        Path output = directory.resolve("views");

        Outcome outcome = Outcome.train(
                images,
                output,
                "--augment",
                "mri",
                "--augment-views",
                2,
                "--average",
                "swa:0.5",
                "--head-start",
                "probe",
                "--dropout",
                0);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("mean of the parameters at the ends of epochs, after 0.5 of the epochs");
        viewsAreAnsweredAlikeAndOtherwiseThanTheImageAlone(output.resolve("model.graft"));
        evaluateNotesItsLooks(output.resolve("model.graft"));
        Map<String, Object> section = ResultFiles.read(output.resolve("result.json"))
                .provenance()
                .sections()
                .get("augmentation");
        assertThat(section).containsEntry("policy", "mri");
        assertThat((String) section.get("definition")).contains("\"transform\":\"bias-field\"");
        assertThat((String) section.get("images")).contains("2 fixed views");
        assertThat(Files.readString(output.resolve("report.html")))
                .contains("<h2 id=\"augmentation\">", "validation loss before training");
    }

    private void evaluateNotesItsLooks(Path model) throws IOException {
        Path plain = directory.resolve("one-look");
        Path views = directory.resolve("three-looks");
        assertThat(Outcome.of("evaluate", "--threads", 2, "--output", plain, model, images)
                        .err())
                .isEmpty();
        assertThat(Outcome.of("evaluate", "--threads", 2, "--tta", 2, "--output", views, model, images)
                        .err())
                .isEmpty();

        String looks = "itself and 2 augmented views, mean of probabilities";
        assertThat(Files.readString(plain.resolve("evaluation.json"))).doesNotContain(looks);
        assertThat(Files.readString(views.resolve("evaluation.json"))).contains(looks);
        assertThat(Files.readString(views.resolve("report.html"))).contains(looks);
        assertThat(Files.readString(views.resolve("predictions.csv")))
                .isNotEqualTo(Files.readString(plain.resolve("predictions.csv")));
        assertThat(Outcome.of("evaluate", "--tta", -1, model, images).err()).contains("Found --tta -1");
    }

    private void viewsAreAnsweredAlikeAndOtherwiseThanTheImageAlone(Path model) {
        Outcome plain = Outcome.of("predict", "--threads", 2, model, images);
        Outcome views = Outcome.of("predict", "--threads", 2, "--tta", 2, model, images);

        assertThat(views.exit()).isZero();
        assertThat(views.out()).isNotEqualTo(plain.out());
        assertThat(views.out().lines().count()).isEqualTo(plain.out().lines().count());
        assertThat(Outcome.of("predict", "--threads", 2, "--tta", 2, model, images)
                        .out())
                .isEqualTo(views.out());
    }
}
