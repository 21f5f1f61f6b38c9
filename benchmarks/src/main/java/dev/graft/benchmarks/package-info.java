/** JMH benchmarks. Run them with {@code java -jar benchmarks/target/benchmarks.jar}. */
@NullMarked
package dev.graft.benchmarks;

import org.jspecify.annotations.NullMarked;
