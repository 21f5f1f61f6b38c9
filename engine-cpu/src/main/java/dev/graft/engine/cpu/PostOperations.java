package dev.graft.engine.cpu;

import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Post-operations as oneDNN takes them.
 *
 * @param attributes of the primitive
 * @param arguments addends, for its execution
 */
record PostOperations(primitive_attr attributes, Map<Integer, Slot> arguments) {
    /**
     * @param addends one for each addition, in order
     * @param result layout of what they are added to
     */
    static PostOperations of(
            Emission emission, List<PostOperation> operations, List<Value> addends, memory.desc result) {
        post_ops chain = emission.own(new post_ops());
        Map<Integer, Slot> arguments = new LinkedHashMap<>();
        int addend = 0;
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i) instanceof PostOperation.Activate activate) {
                Algorithm algorithm = Algorithm.of(activate.function());
                chain.append_eltwise(algorithm.forward(), algorithm.alpha(), algorithm.beta());
            } else {
                Slot slot = emission.read(addends.get(addend++), result);
                chain.append_binary(dnnl.algorithm.binary_add, slot.layout());
                arguments.put(dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | dnnl.DNNL_ARG_SRC_1, slot);
            }
        }
        primitive_attr attributes = emission.attributes();
        attributes.set_post_ops(chain);
        return new PostOperations(attributes, arguments);
    }
}
