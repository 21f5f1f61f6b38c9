package dev.graft.report;

/**
 * One thing that the trials of an experiment differ in.
 *
 * @param id name in files
 * @param label name for people, such as {@code Learning rate}
 * @param repeats whether trials that differ in it alone are repeats of one configuration, as with a seed
 */
public record ExperimentAxis(String id, String label, boolean repeats) {}
