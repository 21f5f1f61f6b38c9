package dev.graft.report;

import java.util.Arrays;

/** What a sentence of {@link Findings} is about, to count it over many trainings. */
enum FindingKind {
    DIVERGED("diverged", "Training diverged"),
    COLLAPSED("collapsed", "The model collapsed"),
    AT_CHANCE("at chance", "The validation accuracy of"),
    OVERFITTED("overfitted", "Overfitting:"),
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

    static FindingKind of(String sentence) {
        return Arrays.stream(values())
                .filter(kind -> sentence.startsWith(kind.beginning))
                .findFirst()
                .orElse(REMARK);
    }

    String label() {
        return label;
    }

    /** Whether it says something about the images rather than about one training. */
    boolean ofTheData() {
        return this == FEW_IMAGES || this == UNBALANCED;
    }
}
