package dev.graft.engine.cpu;

import dev.graft.engine.program.Function;
import org.bytedeco.dnnl.global.dnnl;

/**
 * An activation in oneDNN's words.
 *
 * @param forward the function
 * @param backward its derivative, from the result where {@link Function#derivativeFromResult()} says so
 * @param alpha first parameter
 * @param beta second one
 */
record Algorithm(dnnl.algorithm forward, dnnl.algorithm backward, float alpha, float beta) {
    static Algorithm of(Function function) {
        return switch (function) {
            case RELU -> new Algorithm(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, 0, 0);
            case RELU6 ->
                new Algorithm(dnnl.algorithm.eltwise_clip_v2, dnnl.algorithm.eltwise_clip_v2_use_dst_for_bwd, 0, 6);
            case SWISH -> new Algorithm(dnnl.algorithm.eltwise_swish, dnnl.algorithm.eltwise_swish, 1, 0);
            case SIGMOID ->
                new Algorithm(dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd, 0, 0);
            case TANH -> new Algorithm(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0);
        };
    }
}
