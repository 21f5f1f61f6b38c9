/**
 * Searching: many trainings of one set of images, each run once, kept in a ledger, and compared honestly.
 *
 * <p>A {@link dev.graft.search.SearchSpace} spans {@link dev.graft.search.Cell cells}; {@link
 * dev.graft.search.TrialResolver} finds those that are the same training, a {@link dev.graft.search.Trial}; {@link
 * dev.graft.search.GridSearch} runs them by a {@link dev.graft.search.TrialExecutor}, as a {@link
 * dev.graft.search.SearchStrategy} says, and leaves them in a {@link dev.graft.search.Ledger}; {@link
 * dev.graft.search.SearchResult} chooses on the validation part.
 */
@NullMarked
package dev.graft.search;

import org.jspecify.annotations.NullMarked;
