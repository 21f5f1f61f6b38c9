package dev.graft.head;

import dev.graft.backbone.BackboneSpec;
import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;

/** Heads by name. Dense layers have ReLU; all end in softmax unless told otherwise. */
public enum HeadPreset {
    /**
     * The one of the reference experiment for the backbone's family: {@link #GAP_DENSE_DROPOUT} for VGG, {@link
     * #DENSE_GAP_BATCH_NORM} for ResNet, {@link #DENSE_GAP_DROPOUT} for Inception, {@link #GAP_DROPOUT} for EfficientNet
     * and any other.
     */
    REFERENCE,
    /** Global average pooling. */
    GAP,
    /** Global average pooling, dropout. */
    GAP_DROPOUT,
    /** Global average pooling, dense, dropout. */
    GAP_DENSE_DROPOUT,
    /** Dense at every position, global average pooling, batch normalization. */
    DENSE_GAP_BATCH_NORM,
    /** Dense at every position, global average pooling, dropout. */
    DENSE_GAP_DROPOUT;

    /** Units of the dense layer if nothing is said. */
    public static final int UNITS = 256;

    /** Dropout rate if nothing is said. */
    public static final double DROPOUT = 0.2;

    /** As on the command line: {@code gap-dense-dropout}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The preset of a name.
     *
     * @throws GraftException for another name
     */
    public static HeadPreset byId(String id) {
        return Arrays.stream(values())
                .filter(preset -> preset.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no head '" + id + "'. Choose "
                        + Arrays.stream(values()).map(HeadPreset::id).collect(Collectors.joining(", ")) + "."));
    }

    /** The preset for a backbone, with {@value #UNITS} units and a dropout rate of {@value #DROPOUT}. */
    public SequentialHead head(BackboneSpec backbone) {
        return head(backbone, UNITS, DROPOUT, HeadOutput.SOFTMAX);
    }

    /**
     * The preset for a backbone.
     *
     * @param units of its dense layer, if it has one
     * @param dropout its rate, if it has dropout
     * @param output how it ends
     */
    public SequentialHead head(BackboneSpec backbone, int units, double dropout, HeadOutput output) {
        SequentialHead.Builder head = SequentialHead.builder().output(output);
        switch (this) {
            case REFERENCE -> {
                return ofFamily(backbone.family()).head(backbone, units, dropout, output);
            }
            case GAP -> head.averagePooling();
            case GAP_DROPOUT -> head.averagePooling().dropout(dropout);
            case GAP_DENSE_DROPOUT ->
                head.averagePooling().dense(units, Activation.RELU).dropout(dropout);
            case DENSE_GAP_BATCH_NORM ->
                head.dense(units, Activation.RELU).averagePooling().batchNormalization();
            case DENSE_GAP_DROPOUT ->
                head.dense(units, Activation.RELU).averagePooling().dropout(dropout);
        }
        return head.build();
    }

    private static HeadPreset ofFamily(String family) {
        return switch (family) {
            case "VGG" -> GAP_DENSE_DROPOUT;
            case "ResNet" -> DENSE_GAP_BATCH_NORM;
            case "Inception" -> DENSE_GAP_DROPOUT;
            default -> GAP_DROPOUT;
        };
    }
}
