package dev.graft.augment.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables equal torchvision's, which {@code src/test/scripts/record_oracle.py} recorded for pictures of 224 x 160. */
class OperationSpaceTest {
    private static final int WIDTH = 224;
    private static final int HEIGHT = 160;

    @Test
    void operationsSignsAndMagnitudesEqualTorchvision() throws Exception {
        List<String> lines = new String(
                        getClass()
                                .getResourceAsStream("/oracle/operation-space.csv")
                                .readAllBytes(),
                        StandardCharsets.US_ASCII)
                .lines()
                .skip(2)
                .toList();
        Set<Operation> seen = new LinkedHashSet<>();
        for (String line : lines) {
            String[] cells = line.split(",");
            OperationSpace space = cells[0].equals("RandAugment")
                    ? OperationSpace.ofRandAugment()
                    : OperationSpace.ofTrivialAugmentWide();
            Operation operation = operation(cells[1]);
            seen.add(operation);
            double expected = Double.parseDouble(cells[4]);
            assertThat(operation.isSigned()).as(line).isEqualTo(Boolean.parseBoolean(cells[2]));
            assertThat(space.magnitude(operation, Integer.parseInt(cells[3]), WIDTH, HEIGHT))
                    .as(line)
                    .isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
        }
        assertThat(lines).hasSize(2 * 14 * 31);
        assertThat(seen).containsExactly(Operation.values());
    }

    /** {@code ShearX} is {@code SHEAR_X}. */
    private static Operation operation(String name) {
        return Operation.valueOf(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
}
