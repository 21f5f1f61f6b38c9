package dev.graft.diagnosis;

import java.util.Arrays;

/** What a sentence of a {@link Diagnosis} is about, to count it over many trainings. */
public enum FindingKind {
    DIVERGED("diverged", "Training diverged"),
    COLLAPSED("collapsed", "The model collapsed"),
    AT_CHANCE("at chance", "The validation accuracy of"),
    INPUT_RANGE("input range", "The input does not fit"),
    BATCH_NORM("batch norm", "Batch norm statistics"),
    RATE_TOO_HIGH("rate too high", "The learning rate looks too high"),
    RATE_TOO_LOW("rate too low", "The learning rate looks too low"),
    OVERFITTED("overfitted", "Overfitting:"),
    UNDERFITTED("underfitted", "Underfitting:"),
    JAGGED("jagged", "The validation loss is jagged"),
    VALIDATION_BETTER("validation better", "The validation part does better"),
    /** Of the data, and so the same for all trials of an experiment. */
    FEW_IMAGES("few images", "With "),
    /** Of the data likewise. */
    UNBALANCED("unbalanced", "The classes are unbalanced"),
    REMARK("remark", "");

    private final String label;
    private final String beginning;

    FindingKind(String label, String beginning) {
        this.label = label;
        this.beginning = beginning;
    }

    /** What a stored sentence is about; {@link #REMARK} for any other. */
    public static FindingKind of(String sentence) {
        return Arrays.stream(values())
                .filter(kind -> sentence.startsWith(kind.beginning))
                .findFirst()
                .orElse(REMARK);
    }

    /** A word or two. */
    public String label() {
        return label;
    }

    /** How its sentences begin, by which they are known again. */
    String beginning() {
        return beginning;
    }

    /** Whether it says something about the images rather than about one training. */
    public boolean ofTheData() {
        return this == FEW_IMAGES || this == UNBALANCED;
    }
}
