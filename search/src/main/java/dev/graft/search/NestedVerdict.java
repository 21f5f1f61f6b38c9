package dev.graft.search;

import dev.graft.metrics.Evaluation;
import dev.graft.search.SelectionVerdict.Unit;

/**
 * What winners of a search say of images that took no part in choosing them.
 *
 * @param evaluation by what is counted
 * @param counted images, or groups where configurations are chosen by group
 */
public record NestedVerdict(Evaluation evaluation, Unit counted) {}
