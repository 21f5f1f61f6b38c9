package dev.graft.search.ensemble;

import dev.graft.error.GraftException;
import dev.graft.run.TransferRun;
import dev.graft.search.Ledger;
import dev.graft.search.Trial;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A trial's model that a search kept.
 *
 * @param sha256 of the file, lower-case hexadecimal
 */
record KeptModel(Path file, String sha256) {
    /** Where it lies, if it was kept. */
    static Path file(Ledger ledger, Trial trial) {
        return ledger.folderOf(trial.address()).resolve(TransferRun.MODEL_FILE);
    }

    /** Empty if it was not kept. */
    static Optional<KeptModel> of(Ledger ledger, Trial trial) {
        Path file = file(ledger, trial);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new KeptModel(file, DigestUtils.sha256Hex(in)));
        } catch (IOException e) {
            throw new GraftException("The model " + file + " cannot be read (" + e + "). Check its permissions.", e);
        }
    }

    /** Its path in the ledger, as every system reads it. */
    String within(Ledger ledger) {
        return ledger.directory().relativize(file).toString().replace(File.separatorChar, '/');
    }
}
