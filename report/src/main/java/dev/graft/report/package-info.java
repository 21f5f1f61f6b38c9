/**
 * Pages of results for people: of a training, a cross-validation, a learning-rate test, an experiment, and model cards.
 *
 * <p>The templates in {@code src/main/jte} hold all HTML and escape every value; the build turns them into classes of this
 * package. The records here give them rows, tiles and sentences with numbers already formatted. {@link
 * dev.graft.report.HtmlReport} and {@link dev.graft.report.ExperimentReport} draw pages, {@link
 * dev.graft.report.PageWriter} and {@link dev.graft.report.ExperimentPageWriter} write them. Equal input gives equal bytes.
 */
@NullMarked
package dev.graft.report;

import org.jspecify.annotations.NullMarked;
