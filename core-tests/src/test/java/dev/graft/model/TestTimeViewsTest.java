package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An answer over several views is the mean of the answers to each. */
class TestTimeViewsTest {
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());
    private static final Provenance AUGMENTED = new Provenance(
            Map.of(Provenance.AUGMENTATION, Map.of("definition", new ShiftingAugmentation().definition(), "seed", 7)));

    private static final AugmentationCatalog CATALOG = new AugmentationCatalog() {
        @Override
        public ImageAugmentation byName(String name) {
            throw new AssertionError("What it learnt from is what its definition says");
        }

        @Override
        public ImageAugmentation defined(String definition) {
            assertThat(definition).isEqualTo(new ShiftingAugmentation().definition());
            return new ShiftingAugmentation();
        }
    };

    private static ModelFile.Saved saved() {
        TransferModel model = TestModels.tiny(new TinyBackbone(0.3), 4);
        TestModels.amplify(model);
        model.graph().getLayer("head_out").getParam("W").muli(8);
        return new ModelFile.Saved(model, AUGMENTED, new Calibration(2, 9), Optional.empty());
    }

    /** Of the model's size. */
    private static List<RgbImage> pictures(int count) {
        Random random = new Random(2);
        List<RgbImage> pictures = new ArrayList<>();
        int side = saved().model().description().inputShape().width();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[side * side * 3];
            random.nextBytes(pixels);
            pictures.add(new RgbImage(side, side, pixels));
        }
        return pictures;
    }

    @Test
    void theAnswerIsTheMeanOverTheImageAndItsViews() {
        TestTimeViews views = TestTimeViews.of(AUGMENTED, CATALOG, 3);
        List<RgbImage> pictures = pictures(9);
        try (Classifier plain = new Classifier(saved(), ENGINE);
                Classifier several = new Classifier(saved(), views, ENGINE)) {
            List<Classification> answers = several.classify(pictures);

            for (int i = 0; i < pictures.size(); i++) {
                List<RgbImage> looks = views.of(pictures.get(i));
                assertThat(looks).hasSize(4).startsWith(pictures.get(i)).doesNotHaveDuplicates();
                List<List<Double>> rows = plain.probabilities(looks);
                for (int c = 0; c < 2; c++) {
                    int of = c;
                    double mean = rows.stream().mapToDouble(row -> row.get(of)).sum() / 4;
                    assertThat(answers.get(i).probabilities().get(c)).isCloseTo(mean, within(1e-6));
                }
                Classification answer = answers.get(i);
                assertThat(answer.probability())
                        .isEqualTo(answer.probabilities().get(answer.classIndex()))
                        .isEqualTo(answer.probabilities().stream()
                                .max(Double::compare)
                                .orElseThrow());
                assertThat(answer.confidence())
                        .isEqualTo(new Calibration(2, 9)
                                .apply(answer.probabilities())
                                .get(answer.classIndex()));
            }
            assertThat(answers).isNotEqualTo(plain.classify(pictures));
            // The same image has the same views in any company.
            assertThat(several.classify(pictures.subList(4, 5)).get(0).probability())
                    .isCloseTo(answers.get(4).probability(), within(1e-6));
        }
        assertThat(views.of(pictures.get(4)))
                .usingRecursiveComparison()
                .isEqualTo(
                        TestTimeViews.of(AUGMENTED, CATALOG, 3).of(pictures(9).get(4)));
    }

    @Test
    void viewsThatItHasNeverSeenAreRefused() {
        assertThatThrownBy(() -> TestTimeViews.of(new Provenance(Map.of()), CATALOG, 3))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith("The model was trained without augmentation");
        assertThatThrownBy(() -> TestTimeViews.of(AUGMENTED, CATALOG, 0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Found 0 views");
        assertThatThrownBy(() -> TestTimeViews.of(AUGMENTED, AugmentationCatalog.EMPTY, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Add graft-augment");
        assertThatThrownBy(() -> new TestTimeViews(AugmentationPlan.none(), 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'none' changes no image by itself");
    }
}
