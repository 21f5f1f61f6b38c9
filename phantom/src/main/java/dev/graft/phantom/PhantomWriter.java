package dev.graft.phantom;

import dev.graft.error.GraftException;
import dev.graft.io.OutputDirectory;
import dev.graft.progress.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Writes a phantom to disk with several threads, one patient at a time each.
 *
 * @param dataset what to write
 * @param progress told of every image
 * @param threads that draw and compress
 */
record PhantomWriter(PhantomDataset dataset, Progress progress, int threads) {
    PhantomWriter {
        if (threads < 1) {
            throw new GraftException("Writing a phantom takes at least one thread; found " + threads + ".");
        }
    }

    void write(Path folder) {
        new OutputDirectory(folder).write(images -> fill(images, Optional.empty()));
    }

    void write(Path folder, Path masks) {
        Path a = folder.toAbsolutePath().normalize();
        Path b = masks.toAbsolutePath().normalize();
        if (a.startsWith(b) || b.startsWith(a)) {
            throw new GraftException("The masks would become a class of the data set: " + masks + " and " + folder
                    + " must lie beside each other, not one in the other.");
        }
        new OutputDirectory(masks)
                .write(lesions -> new OutputDirectory(folder).write(images -> fill(images, Optional.of(lesions))));
    }

    private void fill(Path images, Optional<Path> masks) {
        List<Callable<Void>> work = new ArrayList<>();
        try (Progress.Task task = progress.start("Drawing phantom slices", dataset.images())) {
            for (PhantomClass each : PhantomClass.values()) {
                Files.createDirectory(images.resolve(each.folder()));
            }
            for (int i = 1; i <= dataset.patients(); i++) {
                int patient = i;
                work.add(() -> writePatient(patient, images, masks, task));
            }
            runAll(work);
        } catch (IOException e) {
            throw new GraftException("Cannot write into " + images + ": " + e.getMessage(), e);
        }
    }

    private Void writePatient(int number, Path images, Optional<Path> masks, Progress.Task task) throws IOException {
        Patient patient = dataset.patient(number);
        for (int i = 1; i <= dataset.slicesOf(number); i++) {
            if (Thread.currentThread().isInterrupted()) {
                // Returning quietly would publish a set with holes.
                throw new InterruptedIOException("Stopped before slice " + i + " of patient " + number);
            }
            PhantomSlice slice = dataset.slice(patient, number, i);
            Path folder = images.resolve(slice.phantomClass().folder());
            GreyPng.write(folder.resolve(slice.fileName()), slice.size(), slice.pixels());
            if (masks.isPresent() && slice.phantomClass() == PhantomClass.STROKE) {
                GreyPng.write(masks.get().resolve(slice.fileName()), slice.size(), slice.mask());
            }
            task.advance(1);
        }
        return null;
    }

    /** Runs everything; at the first failure, or when interrupted, stops the rest and waits until it has stopped. */
    private void runAll(List<Callable<Void>> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            ExecutorCompletionService<Void> completion = new ExecutorCompletionService<>(pool);
            work.forEach(completion::submit);
            for (int i = 0; i < work.size(); i++) {
                completion.take().get();
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new GraftException("Writing the phantom failed: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraftException("Writing the phantom was interrupted; nothing was kept.", e);
        } finally {
            stop(pool);
        }
    }

    /** No thread may still write when the draft folder is deleted. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                done = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
