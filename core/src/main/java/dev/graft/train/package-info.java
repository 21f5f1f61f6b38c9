/** Training: a plan of phases turns a model and a split data set into a history and better parameters. */
@NullMarked
package dev.graft.train;

import org.jspecify.annotations.NullMarked;
