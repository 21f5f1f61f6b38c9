package dev.graft.head;

import dev.graft.backbone.BackboneSpec;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.activations.Activation;

/**
 * A head written out as text, part after part: {@code dense 256 relu, average pooling, batch norm, dropout 0.3, softmax}.
 * The end may be left out; it is softmax then.
 */
final class HeadNotation {
    private static final String EXPECTED =
            " Expected parts such as 'dense 256 relu', 'average pooling', 'maximum pooling',"
                    + " 'flatten', 'batch norm', 'activation relu', 'dropout 0.3' with commas between, and at the end 'softmax'"
                    + " or 'sigmoid' if wanted.";

    private HeadNotation() {}

    /** What a preset leaves open. */
    record PresetParts(int units, double dropout, HeadOutput output) {
        SequentialHead head(HeadPreset preset, BackboneSpec backbone) {
            return preset.head(backbone, units, dropout, output);
        }
    }

    /**
     * What stands behind the name of a preset; what does not is usual.
     *
     * @throws GraftException if it is none of what presets leave open
     */
    static PresetParts readPreset(String text) {
        int units = HeadPreset.UNITS;
        double dropout = HeadPreset.DROPOUT;
        HeadOutput output = HeadOutput.SOFTMAX;
        String[] parts = text.split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].strip().split("\\s+");
            try {
                if (words.length == 2 && words[0].equals("dense")) {
                    units = new HeadPart.Dense(Integer.parseInt(words[1]), Activation.RELU).units();
                } else if (words.length == 2 && words[0].equals("dropout")) {
                    dropout = new HeadPart.Dropout(Double.parseDouble(words[1])).rate();
                } else if (words.length == 1 && (words[0].equals("softmax") || words[0].equals("sigmoid"))) {
                    output = HeadOutput.valueOf(words[0].toUpperCase(Locale.ROOT));
                } else {
                    throw new NumberFormatException(parts[i]);
                }
            } catch (NumberFormatException e) {
                throw new GraftException(
                        "'" + parts[i].strip() + "' is nothing that the head " + parts[0].strip()
                                + " leaves open. Expected 'dense 128', 'dropout 0.3', 'softmax' or 'sigmoid'.",
                        e);
            }
        }
        return new PresetParts(units, dropout, output);
    }

    /** @throws GraftException if it is no head */
    static SequentialHead read(String text) {
        List<String> parts = new ArrayList<>(
                Arrays.stream(text.split(",", -1)).map(String::strip).toList());
        SequentialHead.Builder head = SequentialHead.builder();
        String last = parts.get(parts.size() - 1);
        if (last.equals("softmax") || last.equals("sigmoid")) {
            head.output(HeadOutput.valueOf(last.toUpperCase(Locale.ROOT)));
            parts.remove(parts.size() - 1);
        }
        for (String part : parts) {
            add(part, head);
        }
        return head.build();
    }

    private static void add(String part, SequentialHead.Builder head) {
        String[] words = part.split("\\s+");
        try {
            switch (words[0]) {
                case "average", "maximum" -> {
                    require(words.length == 2 && words[1].equals("pooling"), part);
                    head.add(new HeadPart.Pool(Pooling.valueOf(words[0].toUpperCase(Locale.ROOT))));
                }
                case "flatten" -> {
                    require(words.length == 1, part);
                    head.flatten();
                }
                case "dense" -> {
                    require(words.length == 2 || words.length == 3, part);
                    head.dense(
                            Integer.parseInt(words[1]), words.length == 2 ? Activation.IDENTITY : function(words[2]));
                }
                case "batch" -> {
                    require(words.length == 2 && words[1].equals("norm"), part);
                    head.batchNormalization();
                }
                case "activation" -> {
                    require(words.length == 2, part);
                    head.activation(function(words[1]));
                }
                case "dropout" -> {
                    require(words.length == 2, part);
                    head.dropout(Double.parseDouble(words[1]));
                }
                default -> require(false, part);
            }
        } catch (IllegalArgumentException e) {
            throw new GraftException("'" + part + "' is no part of a head." + EXPECTED, e);
        }
    }

    private static void require(boolean right, String part) {
        if (!right) {
            throw new GraftException("'" + part + "' is no part of a head." + EXPECTED);
        }
    }

    private static Activation function(String name) {
        return Activation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The text of a head; {@link #read} gives the same head. */
    static String write(SequentialHead head) {
        return Stream.concat(
                        head.parts().stream().map(HeadNotation::write),
                        Stream.of(head.output().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private static String write(HeadPart part) {
        if (part instanceof HeadPart.Pool pool) {
            return pool.pooling() == Pooling.FLATTEN
                    ? "flatten"
                    : pool.pooling().name().toLowerCase(Locale.ROOT) + " pooling";
        }
        if (part instanceof HeadPart.Dense dense) {
            return "dense " + dense.units()
                    + (dense.activation() == Activation.IDENTITY ? "" : " " + name(dense.activation()));
        }
        if (part instanceof HeadPart.Activate activate) {
            return "activation " + name(activate.function());
        }
        return part instanceof HeadPart.Dropout dropout ? "dropout " + dropout.rate() : "batch norm";
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }
}
