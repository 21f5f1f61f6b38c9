/** Training: a plan of phases turns a model and a split data set into a history and better parameters. */
package dev.graft.train;
