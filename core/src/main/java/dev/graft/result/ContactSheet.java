package dev.graft.result;

import java.util.List;

/**
 * Images with what augmentation makes of them.
 *
 * @param title of all
 * @param lead one or two sentences below it
 * @param groups of rows, in order
 * @param definition of the augmentation, JSON
 */
public record ContactSheet(String title, String lead, List<Group> groups, String definition) {
    /**
     * Rows that belong together.
     *
     * @param heading short
     * @param samples a row each
     */
    public record Group(String heading, List<AugmentedSample> samples) {
        public Group {
            samples = List.copyOf(samples);
        }
    }

    public ContactSheet {
        groups = List.copyOf(groups);
    }
}
