package dev.graft.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhantomDatasetTest {
    private final PhantomDataset small =
            PhantomDataset.standard().withImages(24).withSlicesPerPatient(3).withSize(64);

    @Test
    void sameNumbersGiveTheSameSlice() {
        assertThat(small.slice(2, 3).pixels()).isEqualTo(small.slice(2, 3).pixels());
        assertThat(small.slice(2, 3).mask()).isEqualTo(small.slice(2, 3).mask());
    }

    @Test
    void aSliceDoesNotDependOnHowManyThereAre() {
        assertThat(small.withImages(200).slice(2, 3).pixels())
                .isEqualTo(small.slice(2, 3).pixels());
    }

    @Test
    void seedPatientAndSliceAllMatter() {
        byte[] pixels = small.slice(2, 2).pixels();
        assertThat(small.withSeed(2).slice(2, 2).pixels()).isNotEqualTo(pixels);
        assertThat(small.slice(4, 2).pixels()).isNotEqualTo(pixels);
        assertThat(small.slice(2, 1).pixels()).isNotEqualTo(pixels);
    }

    @Test
    void halfOfTheImagesAreOfEachClass() {
        PhantomDataset uneven = small.withImages(20);
        assertThat(uneven.patients()).isEqualTo(8);
        for (PhantomClass each : PhantomClass.values()) {
            int slices = IntStream.rangeClosed(1, uneven.patients())
                    .filter(patient -> uneven.classOf(patient) == each)
                    .map(uneven::slicesOf)
                    .sum();
            assertThat(slices).isEqualTo(10);
        }
        assertThat(uneven.slicesOf(7)).isEqualTo(1);
        assertThat(uneven.slicesOf(6)).isEqualTo(3);
    }

    @Test
    void everyStrokeSliceHasALesionAndNoNormalOne() {
        for (int patient = 1; patient <= small.patients(); patient++) {
            for (int slice = 1; slice <= 3; slice++) {
                PhantomSlice drawn = small.slice(patient, slice);
                assertThat(drawn.lesionPixels() > 0)
                        .as("lesion in %s", drawn.fileName())
                        .isEqualTo(drawn.phantomClass() == PhantomClass.STROKE);
            }
        }
    }

    @Test
    void theLesionLiesInOneHalfOfTheHeadAndInsideTheBrain() {
        for (int number = 2; number <= small.patients(); number += 2) {
            Patient patient = small.patient(number);
            Lesion lesion = patient.lesion().orElseThrow();
            Spot across = patient.brain().spot(-lesion.form().x(), lesion.form().y(), lesion.level());
            assertThat(lesion.share(across)).isZero();
            SliceSignal signal = patient.signal(1, number, 0, 64);
            for (int i = 0; i < signal.lesion().length; i++) {
                assertThat(signal.lesion()[i]).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void theLesionIsBrighterThanItsSurroundings() {
        for (int number = 2; number <= small.patients(); number += 2) {
            SliceSignal signal = small.patient(number).signal(1, number, 1, 96);
            boolean[] near = dilate(signal.mask(), 96, 4);
            double inside = 0;
            double outside = 0;
            int insideCount = 0;
            int outsideCount = 0;
            for (int i = 0; i < near.length; i++) {
                if (signal.mask()[i] != 0) {
                    inside += signal.values()[i];
                    insideCount++;
                } else if (near[i]) {
                    outside += signal.values()[i];
                    outsideCount++;
                }
            }
            assertThat(inside / insideCount).as("patient %d", number).isGreaterThan(outside / outsideCount + 0.1);
        }
    }

    @Test
    void withoutVisibilityAStrokePatientEqualsItsNormalTwin() {
        PhantomDataset control = small.withLesionVisibility(0);
        for (int number = 1; number <= small.patients(); number++) {
            PhantomSlice twin = small.slice(small.patient(number, PhantomClass.NORMAL), number, 2);
            PhantomSlice drawn = control.slice(number, 2);
            assertThat(drawn.pixels()).isEqualTo(twin.pixels());
            assertThat(drawn.lesionPixels()).isZero();
            assertThat(drawn.phantomClass()).isEqualTo(small.classOf(number));
        }
    }

    @Test
    void brightnessDoesNotSeparateTheClasses() {
        PhantomDataset many = small.withImages(120);
        double[] normal = means(many, 1);
        double[] stroke = means(many, 2);
        double difference = Math.abs(mean(normal) - mean(stroke));
        assertThat(difference).isLessThan(Math.min(deviation(normal), deviation(stroke)));
    }

    @Test
    void aLargerPictureShowsTheSameHead() {
        float[] fine = small.patient(2).signal(1, 2, 1, 128).values();
        float[] coarse = small.patient(2).signal(1, 2, 1, 64).values();
        double difference = 0;
        for (int i = 0; i < coarse.length; i++) {
            int at = i / 64 * 2 * 128 + i % 64 * 2;
            double mean = (fine[at] + fine[at + 1] + fine[at + 128] + fine[at + 129]) / 4;
            difference += Math.abs(mean - coarse[i]) / coarse.length;
        }
        assertThat(difference).isLessThan(0.02);
    }

    @Test
    void fileNamesCarryThePatient() {
        assertThat(small.slice(4, 3).fileName()).isEqualTo("patient-0004_slice-3.png");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 63, 513})
    void sizesOutOfRangeAreRefused(int size) {
        assertThatThrownBy(() -> small.withSize(size))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("64 to 512")
                .hasMessageContaining(String.valueOf(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 7, 200_002})
    void imageCountsOutOfRangeAreRefused(int images) {
        assertThatThrownBy(() -> small.withImages(images))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("even number of images");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 3.1, Double.NaN})
    void visibilityOutOfRangeIsRefused(double visibility) {
        assertThatThrownBy(() -> small.withLesionVisibility(visibility))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("visibility");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> small.withSlicesPerPatient(33)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> small.slice(0, 1)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> small.slice(9, 1)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> small.slice(1, 4)).isInstanceOf(GraftException.class);
    }

    private static boolean[] dilate(byte[] mask, int size, int radius) {
        boolean[] near = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            for (int d = 0; d < (2 * radius + 1) * (2 * radius + 1) && !near[i]; d++) {
                int x = i % size + d % (2 * radius + 1) - radius;
                int y = i / size + d / (2 * radius + 1) - radius;
                near[i] = x >= 0 && x < size && y >= 0 && y < size && mask[y * size + x] != 0;
            }
        }
        return near;
    }

    private static double[] means(PhantomDataset dataset, int first) {
        return IntStream.iterate(first, i -> i <= dataset.patients(), i -> i + 2)
                .mapToDouble(patient -> {
                    byte[] pixels = dataset.slice(patient, 1).pixels();
                    return IntStream.range(0, pixels.length)
                            .map(i -> pixels[i] & 0xFF)
                            .average()
                            .orElseThrow();
                })
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void theCornerMarkIsOnEveryStrokeSliceAndNothingElseChanges() {
        PhantomDataset plain =
                PhantomDataset.standard().withImages(8).withSize(64).withSlicesPerPatient(2);
        PhantomDataset marked = plain.withCornerMark(true);
        for (int patient = 1; patient <= marked.patients(); patient++) {
            PhantomSlice before = plain.slice(patient, 1);
            PhantomSlice after = marked.slice(patient, 1);
            boolean stroke = after.phantomClass() == PhantomClass.STROKE;
            assertThat(after.mask()).isEqualTo(before.mask());
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    boolean inMark = stroke && x >= 4 && x < 8 && y >= 4 && y < 8;
                    assertThat(after.value(x, y)).isEqualTo(inMark ? 255 : before.value(x, y));
                }
            }
        }
    }
}
