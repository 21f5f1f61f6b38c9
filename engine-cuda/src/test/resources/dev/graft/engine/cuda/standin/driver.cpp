// In the place of the driver: a GPU whose kernels run on the processor, as late as they may.
//
// Every stream is a queue. What it holds runs when somebody waits for it, and only as far as needed; streams wait for each other
// where an event says so. Where nothing orders two streams, the order is the worst: the newer one has not begun, or, as a test
// chooses, is done with all that it was given. Memory that nobody wrote is 0xFF, which is NaN.
//
// What a program may not do is noted as a fault, which a test asks for; most are errors of the call, too.
#include "standin.h"
#include <deque>
#include <memory>
#include <mutex>

namespace {

enum Status {
    OK = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
    CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901,
    CAPTURE_ISOLATION = 905,
    CAPTURE_IMPLICIT = 906
};

constexpr unsigned WITHOUT_TIMES = 2;
constexpr unsigned EXTERNAL = 1;
constexpr int MOST_THREADS = 1024;
constexpr size_t ALIGNMENT = 256;

// Of all kinds. A number is never used twice, so that what was closed is not taken for something else.
typedef size_t Handle;

struct Block {
    size_t bytes;
    bool host;
    long number;
};

// A use of memory that was there when the operation was given.
struct Held {
    standin::Use use;
    long block;
};

struct Stream;

// What an event stands for since it was recorded last.
struct Moment {
    Stream* stream;
    // How many operations of the stream are done then.
    long position;
    bool over = false;
    double time = 0;
};

struct Event {
    bool timed;
    std::shared_ptr<Moment> last;
};

struct Operation {
    std::string name;
    std::function<void()> run;
    std::vector<Held> held;
    // That begins a new moment in each launch of a graph.
    std::shared_ptr<Event> event;
    std::shared_ptr<Moment> moment;
};

struct Stream {
    std::deque<Operation> queue;
    long given = 0;
    long done = 0;
    bool capturing = false;
    bool spoiled = false;
    std::vector<Operation> captured;
};

struct Kernel {
    std::string name;
    const char* (*launch)(const int* size, void** arguments);
    // One letter for each parameter: p for an array, i, l, f and d for numbers.
    std::string parameters;
};

struct Module {
    void* library;
    std::map<std::string, std::string> parameters;
};

struct Failure {
    int calls;
    int status;
};

std::recursive_mutex mutex;
Handle handles = 0x1000;
std::map<Handle, std::shared_ptr<Stream>> streams;
std::map<Handle, std::shared_ptr<Event>> events;
std::map<Handle, std::vector<Operation>> graphs;
std::map<Handle, std::vector<Operation>> executables;
std::map<Handle, Module> modules;
std::map<Handle, Kernel> kernels;
std::map<const char*, Block> blocks;
std::map<int, int> contexts;
thread_local int current = -1;

std::map<std::string, int> live;
std::map<std::string, int> calls;
std::map<std::string, Failure> failures;
std::string faults;
bool newerAtOnce = false;
bool broken = false;
size_t memory = 8000000000;
size_t taken = 0;
double milliseconds = 0;

void count(const char* kind, int change) {
    live[kind] += change;
}

void fault(const std::string& what) {
    faults += what + "\n";
}

int fail(int status, const std::string& what) {
    fault(what + ": error " + std::to_string(status));
    return status;
}

Stream* capturing() {
    for (auto& each : streams) {
        if (each.second->capturing) {
            return each.second.get();
        }
    }
    return nullptr;
}

// ---- calls

int entered(const char* function) {
    calls[function]++;
    auto failure = failures.find(function);
    if (failure != failures.end() && --failure->second.calls == 0) {
        return failure->second.status;
    }
    if (broken) {
        return ILLEGAL_ADDRESS;
    }
    if (current < 0 || contexts[current] == 0) {
        return fail(INVALID_CONTEXT, std::string(function) + " by a thread without a context");
    }
    return OK;
}

int outsideCapture(const char* function) {
    if (int status = entered(function)) {
        return status;
    }
    if (Stream* stream = capturing()) {
        stream->spoiled = true;
        return fail(CAPTURE_UNSUPPORTED, std::string(function) + " during a capture");
    }
    return OK;
}

#define LOCK() std::lock_guard<std::recursive_mutex> guard(mutex)

#define ENTER(check)                       \
    LOCK();                                \
    if (int status = check(__func__)) {    \
        return status;                     \
    }

template <class T>
T* find(std::map<Handle, T>& all, Handle handle, const char* kind) {
    auto found = all.find(handle);
    if (found == all.end()) {
        fault(std::string("There is no ") + kind + " " + std::to_string(handle));
        return nullptr;
    }
    return &found->second;
}

#define FIND(name, all, handle, kind)          \
    auto* name = find(all, handle, kind);      \
    if (!name) {                               \
        return INVALID_HANDLE;                 \
    }

template <class T>
Handle add(std::map<Handle, T>& all, T value, const char* kind) {
    all[++handles] = std::move(value);
    count(kind, 1);
    return handles;
}

template <class T>
int drop(std::map<Handle, T>& all, Handle handle, const char* kind) {
    FIND(found, all, handle, kind);
    all.erase(handle);
    count(kind, -1);
    return OK;
}

// ---- memory

const std::pair<const char* const, Block>* blockOf(standin::Use use) {
    const char* address = (const char*) use.address;
    auto next = blocks.upper_bound(address);
    if (next == blocks.begin()) {
        return nullptr;
    }
    const auto& found = *--next;
    bool inside = address + use.bytes <= found.first + found.second.bytes && address < found.first + found.second.bytes;
    return inside ? &found : nullptr;
}

bool pinned(const void* address, size_t bytes) {
    auto* block = blockOf({address, bytes});
    return block && block->second.host;
}

int allocate(void** made, size_t bytes, bool host) {
    void* place = std::aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    std::memset(place, 0xFF, bytes);
    blocks[(char*) place] = {bytes, host, (long) ++handles};
    count(host ? "host memory" : "memory", 1);
    *made = place;
    return OK;
}

int release(void* address, bool host) {
    auto found = blocks.find((char*) address);
    if (found == blocks.end() || found->second.host != host) {
        return fail(INVALID_VALUE, "Memory is freed that is not there, or a second time");
    }
    std::memset(address, 0xFF, found->second.bytes);
    blocks.erase(found);
    std::free(address);
    count(host ? "host memory" : "memory", -1);
    return OK;
}

// ---- streams

void runTo(Stream& stream, long position);

void execute(Operation& operation) {
    for (const Held& held : operation.held) {
        auto* block = blockOf(held.use);
        if (!block || block->second.number != held.block) {
            fault(operation.name + " uses memory that was freed");
            broken = true;
        }
    }
    if (!broken && operation.run) {
        operation.run();
    }
    if (operation.moment) {
        operation.moment->over = true;
        operation.moment->time = milliseconds;
    }
}

void runTo(Stream& stream, long position) {
    while (stream.done < position && !stream.queue.empty()) {
        Operation next = std::move(stream.queue.front());
        stream.queue.pop_front();
        execute(next);
        stream.done++;
    }
}

void runAll() {
    for (auto& each : streams) {
        runTo(*each.second, each.second->given);
    }
}

// Somebody waits for so many operations of a stream.
int needed(Stream& stream, long position) {
    runTo(stream, position);
    return broken ? ILLEGAL_ADDRESS : OK;
}

int give(Stream& stream, Operation operation) {
    if (stream.capturing) {
        stream.captured.push_back(std::move(operation));
    } else {
        stream.queue.push_back(std::move(operation));
        stream.given++;
        if (newerAtOnce && &stream != streams.begin()->second.get()) {
            runTo(stream, stream.given);
        }
    }
    return OK;
}

int giveWork(Handle handle, const standin::Work& work) {
    FIND(stream, streams, handle, "stream");
    Operation operation{work.name, [run = work.run] {
                            run();
                            milliseconds++;
                        }, {}, nullptr, nullptr};
    for (const standin::Use& use : work.uses) {
        auto* block = blockOf(use);
        if (!block) {
            return fail(INVALID_VALUE, work.name + " is given memory that is not there, or too little");
        }
        operation.held.push_back({use, block->second.number});
    }
    return give(**stream, std::move(operation));
}

std::shared_ptr<Moment> begin(Event& event, Stream& stream) {
    event.last = std::make_shared<Moment>();
    event.last->stream = &stream;
    event.last->position = stream.given + 1;
    return event.last;
}

}  // namespace

// ---- for tests

EXPORT const standin::Services* standin_services() {
    static const standin::Services services = {
        entered, [](void* stream, const standin::Work& work) { return giveWork((Handle) stream, work); }, fault, count};
    return &services;
}

// All streams but the oldest run at once what they are given.
EXPORT void standin_newer_at_once(int on) {
    LOCK();
    newerAtOnce = on;
}

EXPORT void standin_memory(size_t bytes) {
    LOCK();
    memory = bytes;
}

EXPORT size_t standin_taken() {
    LOCK();
    return taken;
}

// The call of a function so many calls from now, 1 for the next, gives a status.
EXPORT void standin_fail(const char* function, int calls, int status) {
    LOCK();
    failures[function] = {calls, status};
}

EXPORT int standin_calls(const char* function) {
    LOCK();
    return calls[function];
}

// What was made and not given back.
EXPORT const char* standin_live() {
    LOCK();
    static std::string text;
    text = "";
    for (auto& each : live) {
        if (each.second != 0) {
            text += std::to_string(each.second) + " " + each.first + "\n";
        }
    }
    return text.c_str();
}

EXPORT const char* standin_faults() {
    LOCK();
    static std::string text;
    text = faults;
    return text.c_str();
}

// ---- devices

EXPORT int cuInit(unsigned) {
    return std::stoi(standin::setting("init"));
}

EXPORT int cuGetErrorString(int status, const char** text) {
    static thread_local std::string last;
    last = "stand-in's error " + std::to_string(status);
    *text = last.c_str();
    return OK;
}

EXPORT int cuDriverGetVersion(int* version) {
    *version = std::stoi(standin::setting("version"));
    return OK;
}

static std::vector<int> capabilities() {
    std::istringstream all(standin::setting("capabilities"));
    std::vector<int> found;
    for (int each; all >> each;) {
        found.push_back(each);
    }
    return found;
}

EXPORT int cuDeviceGetCount(int* count) {
    *count = (int) capabilities().size();
    return OK;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return OK;
}

EXPORT int cuDeviceGetName(char* name, int, int device) {
    std::strcpy(name, "Stub X");
    name[5] += device;
    return OK;
}

EXPORT int cuDeviceGetAttribute(int* value, int which, int device) {
    int capability = capabilities()[device];
    *value = which == 75 ? capability / 10 : capability % 10;
    return OK;
}

EXPORT int cuDevicePrimaryCtxRetain(Handle* context, int device) {
    LOCK();
    contexts[device]++;
    count("context", 1);
    *context = device + 1;
    return OK;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) {
    LOCK();
    if (contexts[device] == 0) {
        return fail(INVALID_CONTEXT, "A context is given back that nobody has");
    }
    contexts[device]--;
    count("context", -1);
    return OK;
}

EXPORT int cuCtxSetCurrent(Handle context) {
    LOCK();
    int device = (int) context - 1;
    if (contexts[device] == 0) {
        return fail(INVALID_CONTEXT, "A context is chosen that is not there");
    }
    current = device;
    return OK;
}

// ---- memory

EXPORT int cuMemGetInfo_v2(size_t* unused, size_t* all) {
    ENTER(entered);
    *unused = memory - taken;
    *all = memory;
    return OK;
}

EXPORT int cuMemAlloc_v2(void** address, size_t bytes) {
    ENTER(outsideCapture);
    if (bytes == 0) {
        return fail(INVALID_VALUE, "No memory is asked for");
    }
    if (bytes > memory - taken) {
        return OUT_OF_MEMORY;
    }
    taken += bytes;
    return allocate(address, bytes, false);
}

// As the driver, it waits for all that goes on.
EXPORT int cuMemFree_v2(void* address) {
    ENTER(outsideCapture);
    runAll();
    auto found = blocks.find((char*) address);
    taken -= found == blocks.end() ? 0 : found->second.bytes;
    return release(address, false);
}

EXPORT int cuMemHostAlloc(void** address, size_t bytes, unsigned) {
    ENTER(outsideCapture);
    return allocate(address, bytes, true);
}

EXPORT int cuMemFreeHost(void* address) {
    ENTER(outsideCapture);
    return release(address, true);
}

// Memory of the host that the driver did not give is read at once; its own is read when the copy runs.
EXPORT int cuMemcpyHtoDAsync_v2(char* to, const char* from, size_t bytes, Handle handle) {
    ENTER(entered);
    FIND(stream, streams, handle, "stream");
    if (pinned(from, bytes)) {
        return giveWork(handle, {"An upload", [=] { std::memcpy(to, from, bytes); }, {{to, bytes}, {from, bytes}}});
    }
    if ((*stream)->capturing) {
        (*stream)->spoiled = true;
        return fail(CAPTURE_IMPLICIT, "An upload from the host's own memory during a capture");
    }
    auto values = std::make_shared<std::vector<char>>(from, from + bytes);
    return giveWork(handle, {"An upload", [=] { std::memcpy(to, values->data(), bytes); }, {{to, bytes}}});
}

// To memory that the driver did not give it is waited for; its own is not to be read before the copy has run.
EXPORT int cuMemcpyDtoHAsync_v2(char* to, const char* from, size_t bytes, Handle handle) {
    ENTER(entered);
    FIND(stream, streams, handle, "stream");
    auto copy = [=] { std::memcpy(to, from, bytes); };
    if (pinned(to, bytes)) {
        std::memset(to, 0xFF, bytes);
        return giveWork(handle, {"A download", copy, {{to, bytes}, {from, bytes}}});
    }
    if ((*stream)->capturing) {
        (*stream)->spoiled = true;
        return fail(CAPTURE_IMPLICIT, "A download to the host's own memory during a capture");
    }
    if (int status = giveWork(handle, {"A download", copy, {{from, bytes}}})) {
        return status;
    }
    return needed(**stream, (*stream)->given);
}

EXPORT int cuMemcpyDtoDAsync_v2(char* to, const char* from, size_t bytes, Handle stream) {
    ENTER(entered);
    return giveWork(stream, {"A copy", [=] { std::memcpy(to, from, bytes); }, {{to, bytes}, {from, bytes}}});
}

EXPORT int cuMemsetD8Async(char* to, unsigned char value, size_t bytes, Handle stream) {
    ENTER(entered);
    return giveWork(stream, {"Clearing", [=] { std::memset(to, value, bytes); }, {{to, bytes}}});
}

// ---- streams and events

EXPORT int cuStreamCreate(Handle* stream, unsigned) {
    ENTER(entered);
    *stream = add(streams, std::make_shared<Stream>(), "stream");
    return OK;
}

EXPORT int cuStreamDestroy_v2(Handle handle) {
    ENTER(outsideCapture);
    FIND(stream, streams, handle, "stream");
    // Events may still stand for moments of it.
    static std::vector<std::shared_ptr<Stream>> past;
    past.push_back(*stream);
    runTo(**stream, (*stream)->given);
    return drop(streams, handle, "stream");
}

EXPORT int cuStreamSynchronize(Handle handle) {
    ENTER(outsideCapture);
    FIND(stream, streams, handle, "stream");
    return needed(**stream, (*stream)->given);
}

EXPORT int cuEventCreate(Handle* event, unsigned flags) {
    ENTER(entered);
    auto made = std::make_shared<Event>();
    made->timed = !(flags & WITHOUT_TIMES);
    *event = add(events, made, "event");
    return OK;
}

EXPORT int cuEventDestroy_v2(Handle event) {
    ENTER(entered);
    return drop(events, event, "event");
}

EXPORT int cuEventRecordWithFlags(Handle handle, Handle on, unsigned flags) {
    ENTER(entered);
    FIND(event, events, handle, "event");
    FIND(stream, streams, on, "stream");
    bool external = flags & EXTERNAL;
    if (external != (*stream)->capturing) {
        (*stream)->spoiled = true;
        return fail(CAPTURE_UNSUPPORTED, "An event is a graph's own: record it with the flag external in a capture alone");
    }
    return give(**stream, {"An event", {}, {}, *event, external ? nullptr : begin(**event, **stream)});
}

EXPORT int cuEventRecord(Handle event, Handle stream) {
    return cuEventRecordWithFlags(event, stream, 0);
}

#define RECORDED(event)                                                        \
    if (!(event)->last) {                                                      \
        return fail(INVALID_HANDLE, "An event is used that was never recorded"); \
    }

EXPORT int cuStreamWaitEvent(Handle on, Handle handle, unsigned) {
    ENTER(entered);
    FIND(stream, streams, on, "stream");
    FIND(event, events, handle, "event");
    RECORDED(*event);
    if ((*stream)->capturing) {
        (*stream)->spoiled = true;
        return fail(CAPTURE_ISOLATION, "A graph waits for what is no part of it");
    }
    auto moment = (*event)->last;
    return give(**stream, {"Waiting", [=] { runTo(*moment->stream, moment->position); }, {}, nullptr, nullptr});
}

EXPORT int cuEventSynchronize(Handle handle) {
    ENTER(outsideCapture);
    FIND(event, events, handle, "event");
    RECORDED(*event);
    return needed(*(*event)->last->stream, (*event)->last->position);
}

// Each time that it is not over yet one operation more is done.
EXPORT int cuEventQuery(Handle handle) {
    ENTER(outsideCapture);
    FIND(event, events, handle, "event");
    RECORDED(*event);
    if ((*event)->last->over) {
        return OK;
    }
    runTo(*(*event)->last->stream, (*event)->last->stream->done + 1);
    return NOT_READY;
}

// By a clock on which each kernel, convolution and copy takes a millisecond.
EXPORT int cuEventElapsedTime(float* between, Handle from, Handle to) {
    ENTER(outsideCapture);
    FIND(first, events, from, "event");
    FIND(second, events, to, "event");
    RECORDED(*first);
    RECORDED(*second);
    if (!(*first)->timed || !(*second)->timed) {
        return fail(INVALID_HANDLE, "The time of an event without times is asked for");
    }
    if (!(*first)->last->over || !(*second)->last->over) {
        return NOT_READY;
    }
    *between = (float) ((*second)->last->time - (*first)->last->time);
    return OK;
}

// ---- kernels

// An image is a text that ends with a zero: the library, then names of kernels and their parameters.
EXPORT int cuModuleLoadData(Handle* module, const char* image) {
    ENTER(outsideCapture);
    std::istringstream lines(image);
    std::string library, name, parameters;
    lines >> library;
    Module made{dlopen(library.c_str(), RTLD_NOW), {}};
    if (!made.library) {
        return fail(INVALID_VALUE, "What is loaded are no kernels");
    }
    while (lines >> name >> parameters) {
        made.parameters[name] = parameters;
    }
    *module = add(modules, made, "module");
    return OK;
}

EXPORT int cuModuleUnload(Handle module) {
    ENTER(outsideCapture);
    return drop(modules, module, "module");
}

EXPORT int cuModuleGetFunction(Handle* function, Handle handle, const char* name) {
    ENTER(entered);
    FIND(module, modules, handle, "module");
    auto launch = (const char* (*) (const int*, void**)) dlsym(module->library, (std::string("launch_") + name).c_str());
    if (!launch || !module->parameters.count(name)) {
        return NOT_FOUND;
    }
    kernels[++handles] = {name, launch, module->parameters[name]};
    *function = handles;
    return OK;
}

EXPORT int cuLaunchKernel(
    Handle function,
    unsigned gridX,
    unsigned gridY,
    unsigned gridZ,
    unsigned blockX,
    unsigned blockY,
    unsigned blockZ,
    unsigned shared,
    Handle stream,
    void** parameters,
    void** extra) {
    ENTER(entered);
    FIND(kernel, kernels, function, "kernel");
    size_t threads = (size_t) blockX * blockY * blockZ;
    if (threads == 0 || threads > MOST_THREADS || shared || extra || !gridX || !gridY || !gridZ || gridY > 65535
        || gridZ > 65535) {
        return fail(INVALID_VALUE, kernel->name + " is launched with sizes that a GPU does not have");
    }
    std::vector<uint64_t> values;
    std::vector<standin::Use> uses;
    for (size_t i = 0; i < kernel->parameters.size(); i++) {
        char type = kernel->parameters[i];
        uint64_t value = 0;
        std::memcpy(&value, parameters[i], type == 'i' || type == 'f' ? 4 : 8);
        values.push_back(value);
        if (type == 'p' && value) {
            uses.push_back({(void*) value, 0});
        }
    }
    std::vector<int> size = {
        (int) gridX, (int) gridY, (int) gridZ, (int) blockX, (int) blockY, (int) blockZ, /* forwards */ 0};
    Kernel launched = *kernel;
    auto run = [=]() mutable {
        std::vector<void*> arguments;
        for (uint64_t& value : values) {
            arguments.push_back(&value);
        }
        if (const char* wrong = launched.launch(size.data(), arguments.data())) {
            fault(launched.name + ": " + wrong);
            broken = true;
        }
    };
    return giveWork(stream, {kernel->name, run, uses});
}

// ---- graphs

EXPORT int cuStreamBeginCapture_v2(Handle handle, int) {
    ENTER(outsideCapture);
    FIND(stream, streams, handle, "stream");
    (*stream)->capturing = true;
    (*stream)->spoiled = false;
    (*stream)->captured.clear();
    return OK;
}

EXPORT int cuStreamEndCapture(Handle handle, Handle* graph) {
    LOCK();
    FIND(stream, streams, handle, "stream");
    *graph = 0;
    if (!(*stream)->capturing) {
        return fail(INVALID_VALUE, "No capture was begun");
    }
    (*stream)->capturing = false;
    if (int status = entered(__func__)) {
        return status;
    }
    if ((*stream)->spoiled) {
        return CAPTURE_INVALIDATED;
    }
    *graph = add(graphs, std::move((*stream)->captured), "graph");
    return OK;
}

EXPORT int cuGraphInstantiateWithFlags(Handle* executable, Handle handle, unsigned long long) {
    ENTER(outsideCapture);
    FIND(graph, graphs, handle, "graph");
    *executable = add(executables, *graph, "executable graph");
    return OK;
}

EXPORT int cuGraphDestroy(Handle graph) {
    ENTER(entered);
    return drop(graphs, graph, "graph");
}

EXPORT int cuGraphExecDestroy(Handle executable) {
    ENTER(entered);
    return drop(executables, executable, "executable graph");
}

EXPORT int cuGraphLaunch(Handle handle, Handle on) {
    ENTER(outsideCapture);
    FIND(executable, executables, handle, "executable graph");
    FIND(stream, streams, on, "stream");
    std::vector<Operation> nodes = *executable;
    for (Operation& node : nodes) {
        if (node.event) {
            node.moment = begin(*node.event, **stream);
        }
    }
    auto run = [nodes = std::move(nodes)]() mutable {
        for (Operation& node : nodes) {
            execute(node);
        }
    };
    return give(**stream, {"A graph", run, {}, nullptr, nullptr});
}
