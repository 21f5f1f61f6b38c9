// In the place of cuDNN: descriptors with attributes, as its backend has them, and convolutions by the host's loops. Of four
// engines the first are those that are not to be taken.
#include "standin.h"
#include <memory>
#include <set>

namespace {

enum Status { OK = 0, BAD_PARAMETER = 2000, NOT_SUPPORTED = 3000 };

enum Kind {
    CONVOLUTION = 1,
    ENGINE = 2,
    CONFIGURATION = 3,
    HEURISTICS = 4,
    PLAN = 5,
    FORWARD = 10,
    KERNEL_GRADIENT = 11,
    DATA_GRADIENT = 12,
    GRAPH = 15,
    PACK = 16,
    TENSOR = 17,
    PROPERTIES = 38
};

enum Type { HANDLE = 0, BOOLEAN = 2, INT64 = 3, VOID_POINTER = 6, DESCRIPTOR = 15, CHARACTER = 24 };

constexpr int BFLOAT16 = 9;
constexpr int FALLBACK = 2;
constexpr int ALIGNMENT = 16;

struct Engine {
    std::vector<int> numericalNotes;
    std::vector<int> behaviorNotes;
};

constexpr int TENSOR_CORES = 1;
constexpr int SOUND = 3;

// Not deterministic; with tensor cores; one that compiles when it runs; and the one that is left.
const std::vector<Engine> ENGINES = {{{4}, {}}, {{0}, {}}, {{}, {0}}, {{}, {}}};

// As host_convolution takes it, and the tensors' names.
struct Operation {
    int kind;
    bool adds;
    bool half;
    std::vector<int> sizes;
    size_t inputs, weights, outputs;
    int64_t x, w, y;

    size_t bytes(size_t values) const {
        return values * (half ? 2 : 4);
    }

    size_t written() const {
        return kind == 0 ? outputs : kind == 1 ? inputs : weights;
    }

    size_t workspace() const {
        return 4 * written() + 256;
    }
};

struct Descriptor {
    int kind;
    bool finished = false;
    std::map<int, std::vector<int64_t>> values;
    std::string text;
    // What belongs to others that need not be there any more.
    Operation operation;
    int engine = -1;
};

struct Handle {
    void* stream = nullptr;
};

std::set<Descriptor*> descriptors;

const standin::Services& driver() {
    static auto* services = ((const standin::Services* (*) ()) dlsym(
        dlopen((standin::folder() + "libcuda.so.1").c_str(), RTLD_NOW), "standin_services"))();
    return *services;
}

int wrong(const std::string& what) {
    driver().fault("cuDNN: " + what);
    return BAD_PARAMETER;
}

size_t width(int type) {
    switch (type) {
        case HANDLE:
        case INT64:
        case VOID_POINTER:
        case DESCRIPTOR:
            return 8;
        case BOOLEAN:
        case CHARACTER:
            return 1;
        default:
            return 4;
    }
}

int64_t value(const Descriptor& descriptor, int attribute, size_t place = 0) {
    auto found = descriptor.values.find(attribute);
    return found == descriptor.values.end() || place >= found->second.size() ? -1 : found->second[place];
}

// A descriptor that another one names.
Descriptor* named(const Descriptor& descriptor, int attribute, int kind) {
    auto* found = (Descriptor*) value(descriptor, attribute);
    return descriptors.count(found) && found->finished && found->kind == kind ? found : nullptr;
}

bool channelsLast(const Descriptor& tensor) {
    int64_t c = value(tensor, 902, 1), h = value(tensor, 902, 2), w = value(tensor, 902, 3);
    return tensor.values.at(903) == std::vector<int64_t>{c * h * w, 1, c * w, c};
}

bool finishTensor(Descriptor& tensor) {
    return tensor.values[902].size() == 4 && tensor.values[903].size() == 4 && channelsLast(tensor)
        && value(tensor, 900) == ALIGNMENT && value(tensor, 906) > 0 && value(tensor, 907) == 0;
}

bool fits(int64_t in, int64_t before, int64_t after, int64_t kernel, int64_t stride, int64_t out) {
    return (in + before + after - kernel) / stride + 1 == out;
}

bool finishOperation(Descriptor& d, int first, int kind) {
    Descriptor* convolution = named(d, first + 2, CONVOLUTION);
    Descriptor* w = named(d, first + 3, TENSOR);
    Descriptor* x = named(d, first + 4, TENSOR);
    Descriptor* y = named(d, first + 5, TENSOR);
    if (!convolution || !w || !x || !y) {
        return false;
    }
    auto size = [](Descriptor* tensor, int place) { return (int) value(*tensor, 902, place); };
    auto of = [convolution](int attribute, int place) { return (int) value(*convolution, attribute, place); };
    for (int i = 0; i < 2; i++) {
        if (!fits(size(x, 2 + i), of(105, i), of(104, i), size(w, 2 + i), of(103, i), size(y, 2 + i))) {
            return false;
        }
    }
    auto count = [size](Descriptor* tensor) {
        return (size_t) size(tensor, 0) * size(tensor, 1) * size(tensor, 2) * size(tensor, 3);
    };
    std::vector<int> sizes = {
        size(x, 0), size(x, 2), size(x, 3), size(x, 1), size(y, 2), size(y, 3), size(y, 1),
        size(w, 2), size(w, 3), of(103, 0), of(103, 1), of(105, 0), of(105, 1)};
    int64_t one = 0;
    float alpha = 1;
    std::memcpy(&one, &alpha, 4);
    d.operation = {kind, value(d, first + 1) == one, value(*x, 901) == BFLOAT16, sizes, count(x), count(w), count(y),
                   value(*x, 906), value(*w, 906), value(*y, 906)};
    return value(d, first) == one && size(x, 1) == size(w, 1) && size(y, 1) == size(w, 0) && size(x, 0) == size(y, 0);
}

bool inherit(Descriptor& d, int attribute, int kind) {
    Descriptor* from = named(d, attribute, kind);
    if (from) {
        d.operation = from->operation;
        d.engine = from->engine;
    }
    return from;
}

bool finish(Descriptor& d) {
    switch (d.kind) {
        case CONVOLUTION:
            return value(d, 106) == 2 && d.values[103].size() == 2 && d.values[104].size() == 2 && d.values[105].size() == 2;
        case TENSOR:
            return finishTensor(d);
        case FORWARD:
            return finishOperation(d, 700, 0);
        case DATA_GRADIENT:
            return finishOperation(d, 706, 1);
        case KERNEL_GRADIENT:
            return finishOperation(d, 712, 2);
        case GRAPH: {
            auto* operation = (Descriptor*) value(d, 801);
            return descriptors.count(operation) && inherit(d, 801, operation->kind);
        }
        case HEURISTICS:
            return inherit(d, 201, GRAPH);
        case PLAN:
            return inherit(d, 401, CONFIGURATION) && value(d, 400) > 0;
        case PROPERTIES:
            d.text = "{\"deviceName\":\"Stub X\"}";
            return value(d, 2701) > 0;
        default:
            return d.kind == PACK;
    }
}

int answer(const std::vector<int64_t>& values, int type, int64_t room, int64_t* count, void* to) {
    *count = (int64_t) values.size();
    for (int64_t i = 0; i < *count && i < room; i++) {
        std::memcpy((char*) to + i * width(type), &values[i], width(type));
    }
    return OK;
}

// Configurations that heuristics recommend, and the engine of a configuration.
int fill(const Descriptor& d, const std::vector<int>& engines, int64_t room, int64_t* count, void* to) {
    *count = (int64_t) engines.size();
    for (int64_t i = 0; i < *count && i < room; i++) {
        Descriptor* each = ((Descriptor**) to)[i];
        if (!descriptors.count(each)) {
            return wrong("a descriptor to be filled is not there");
        }
        each->operation = d.operation;
        each->engine = engines[i];
        each->finished = true;
    }
    return OK;
}

void* host(bool half) {
    return dlsym(dlopen(standin::setting(half ? "host-bf16" : "host-float").c_str(), RTLD_NOW), "host_convolution");
}

void compute(const Operation& o, int engine, void* x, void* w, void* y, void* workspace) {
    auto convolve = (void (*)(int, int, const int*, void*, void*, void*)) host(o.half);
    std::memset(workspace, 0xFF, o.workspace());
    convolve(o.kind, o.adds, o.sizes.data(), x, w, y);
    if (engine == TENSOR_CORES && !o.half) {
        auto* bits = (uint32_t*) (o.kind == 0 ? y : o.kind == 1 ? x : w);
        for (size_t i = 0; i < o.written(); i++) {
            bits[i] &= 0xFFFFE000;
        }
    }
}

}  // namespace

EXPORT size_t cudnnGetVersion() {
    return 92400;
}

EXPORT size_t cudnnGetCudartVersion() {
    return 13030;
}

EXPORT const char* cudnnGetErrorString(int status) {
    return status == NOT_SUPPORTED ? "not supported" : "bad parameter";
}

EXPORT void cudnnGetLastErrorString(char* text, size_t) {
    std::strcpy(text, "by the stand-in");
}

EXPORT int cudnnCreate(Handle** handle) {
    if (int status = driver().enter(__func__)) {
        return status;
    }
    driver().count("cuDNN handle", 1);
    *handle = new Handle;
    return OK;
}

EXPORT int cudnnDestroy(Handle* handle) {
    driver().count("cuDNN handle", -1);
    delete handle;
    return OK;
}

EXPORT int cudnnSetStream(Handle* handle, void* stream) {
    handle->stream = stream;
    return driver().enter(__func__);
}

EXPORT int cudnnBackendCreateDescriptor(int kind, Descriptor** made) {
    if (int status = driver().enter(__func__)) {
        return status;
    }
    driver().count("cuDNN descriptor", 1);
    *made = new Descriptor;
    (*made)->kind = kind;
    descriptors.insert(*made);
    return OK;
}

EXPORT int cudnnBackendDestroyDescriptor(Descriptor* d) {
    if (!descriptors.erase(d)) {
        return wrong("a descriptor is destroyed that is not there");
    }
    driver().count("cuDNN descriptor", -1);
    delete d;
    return OK;
}

EXPORT int cudnnBackendSetAttribute(Descriptor* d, int attribute, int type, int64_t count, const void* values) {
    if (!descriptors.count(d) || d->finished) {
        return wrong("attribute " + std::to_string(attribute) + " of a descriptor that is finished or not there");
    }
    std::vector<int64_t> all(count);
    for (int64_t i = 0; i < count; i++) {
        std::memcpy(&all[i], (const char*) values + i * width(type), width(type));
    }
    d->values[attribute] = all;
    return OK;
}

EXPORT int cudnnBackendFinalize(Descriptor* d) {
    if (int status = driver().enter(__func__)) {
        return status;
    }
    if (!descriptors.count(d) || !finish(*d)) {
        return wrong("a descriptor of kind " + std::to_string(d->kind) + " lacks something");
    }
    d->finished = true;
    return OK;
}

EXPORT int cudnnBackendGetAttribute(Descriptor* d, int attribute, int type, int64_t room, int64_t* count, void* to) {
    if (!descriptors.count(d) || !d->finished) {
        return wrong("attribute " + std::to_string(attribute) + " of a descriptor that is not finished");
    }
    switch (attribute) {
        case 202:
            return fill(*d, value(*d, 200) == FALLBACK ? std::vector<int>{SOUND} : std::vector<int>{0, 1, 2, SOUND}, room,
                        count, to);
        case 300:
            return fill(*d, {d->engine}, room, count, to);
        case 402:
            return answer({(int64_t) d->operation.workspace()}, type, room, count, to);
        case 1301:
            return answer({d->engine}, type, room, count, to);
        case 1303: {
            auto& notes = ENGINES[d->engine].numericalNotes;
            return answer({notes.begin(), notes.end()}, type, room, count, to);
        }
        case 1305: {
            auto& notes = ENGINES[d->engine].behaviorNotes;
            return answer({notes.begin(), notes.end()}, type, room, count, to);
        }
        case 2702:
            return answer({d->text.begin(), d->text.end()}, type, room, count, to);
        default:
            return wrong("attribute " + std::to_string(attribute) + " is not known");
    }
}

EXPORT int cudnnBackendExecute(Handle* handle, Descriptor* plan, Descriptor* pack) {
    if (int status = driver().enter(__func__)) {
        return status;
    }
    if (!descriptors.count(plan) || !plan->finished || plan->kind != PLAN || !descriptors.count(pack) || !pack->finished) {
        return wrong("what is executed is no finished plan with its arrays");
    }
    if (plan->engine != SOUND && plan->engine != TENSOR_CORES) {
        return wrong("a way is taken that is not to be taken");
    }
    std::map<int64_t, char*> arrays;
    for (size_t i = 0; i < pack->values[1000].size(); i++) {
        arrays[value(*pack, 1000, i)] = (char*) value(*pack, 1001, i);
    }
    Operation o = plan->operation;
    int engine = plan->engine;
    char *x = arrays[o.x], *w = arrays[o.w], *y = arrays[o.y], *workspace = (char*) value(*pack, 1003);
    for (char* each : {x, w, y}) {
        if ((size_t) each % ALIGNMENT) {
            return wrong("an array does not begin at a multiple of " + std::to_string(ALIGNMENT));
        }
    }
    return driver().give(
        handle->stream,
        {"A convolution", [=] { compute(o, engine, x, w, y, workspace); },
         {{x, o.bytes(o.inputs)}, {w, o.bytes(o.weights)}, {y, o.bytes(o.outputs)}, {workspace, o.workspace()}}});
}
