/**
 * All that determines a training besides its images and the machine, as one value: {@link
 * dev.graft.settings.TrainingSettings}.
 */
@NullMarked
package dev.graft.settings;

import org.jspecify.annotations.NullMarked;
