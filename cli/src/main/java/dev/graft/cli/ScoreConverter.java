package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.metrics.GroupScore;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Group scores by their names with hyphens. */
final class ScoreConverter implements ITypeConverter<GroupScore> {
    @Override
    public GroupScore convert(String value) {
        try {
            return GroupScore.of(value);
        } catch (GraftException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
