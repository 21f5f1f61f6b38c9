/**
 * From RGB values to what a backbone's weights expect.
 */
@NullMarked
package dev.graft.preprocess;

import org.jspecify.annotations.NullMarked;
