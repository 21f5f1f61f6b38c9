package dev.graft.result;

import java.util.Arrays;

/** What a {@link Finding} is about, to count it over many trainings. */
public enum FindingKind {
    DIVERGED("diverged", Severity.SERIOUS, "Training diverged"),
    COLLAPSED("collapsed", Severity.SERIOUS, "The model collapsed"),
    AT_CHANCE("at chance", Severity.SERIOUS, "The validation accuracy of"),
    INPUT_RANGE("input range", Severity.SERIOUS, "The input does not fit"),
    BATCH_NORM("batch norm", Severity.WARNING, "Batch norm statistics"),
    RATE_TOO_HIGH("rate too high", Severity.WARNING, "The learning rate looks too high"),
    RATE_TOO_LOW("rate too low", Severity.WARNING, "The learning rate looks too low"),
    OVERFITTED("overfitted", Severity.WARNING, "Overfitting:"),
    UNDERFITTED("underfitted", Severity.WARNING, "Underfitting:"),
    JAGGED("jagged", Severity.WARNING, "The validation loss is jagged"),
    VALIDATION_BETTER("validation better", Severity.NOTE, "The validation part does better"),
    /** Of the data, and so the same for all trials of an experiment. */
    FEW_IMAGES("few images", Severity.NOTE, "With "),
    /** Of the data likewise. */
    UNBALANCED("unbalanced", Severity.NOTE, "The classes are unbalanced"),
    /** Anything else, serious or not. */
    REMARK("remark", Severity.NOTE, "");

    private final String label;
    private final Severity severity;
    private final String beginning;

    FindingKind(String label, Severity severity, String beginning) {
        this.label = label;
        this.severity = severity;
        this.beginning = beginning;
    }

    /** By how the sentence begins: all that files of earlier versions tell. */
    static FindingKind ofEarlierVersion(String sentence) {
        return Arrays.stream(values())
                .filter(kind -> sentence.startsWith(kind.beginning))
                .findFirst()
                .orElse(REMARK);
    }

    /** A word or two. */
    public String label() {
        return label;
    }

    /** How serious it usually is. */
    public Severity severity() {
        return severity;
    }

    /** Whether it says something about the images rather than about one training. */
    public boolean ofTheData() {
        return this == FEW_IMAGES || this == UNBALANCED;
    }
}
