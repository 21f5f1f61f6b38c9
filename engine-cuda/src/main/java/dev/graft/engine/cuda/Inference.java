package dev.graft.engine.cuda;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.compiled.CompiledPlan;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A forward pass for one batch size.
 *
 * @param plan what runs
 * @param program what it computes
 * @param batch number of images
 */
record Inference(CudaPlan plan, Program program, int batch) implements CompiledPlan {
    INDArray[] run(INDArray[] inputs) {
        plan.inputs(inputs);
        return run();
    }

    INDArray[] run(ImageBatch images) {
        plan.input(images);
        return run();
    }

    private INDArray[] run() {
        plan.run();
        List<Value> outputs = program.outputs();
        INDArray[] results = new INDArray[outputs.size()];
        for (int i = 0; i < results.length; i++) {
            LongStream own = outputs.get(i).dimensions().stream().mapToLong(Integer::longValue);
            results[i] =
                    plan.output(i, LongStream.concat(LongStream.of(batch), own).toArray());
        }
        return results;
    }

    @Override
    public long bytes() {
        return plan.bytes();
    }

    @Override
    public void close() {
        plan.close();
    }
}
