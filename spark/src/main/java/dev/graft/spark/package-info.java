/** Graft on Apache Spark. */
@NullMarked
package dev.graft.spark;

import org.jspecify.annotations.NullMarked;
