// In the place of NVRTC: what it makes of a source is the file that the settings name for the type of maps. It counts.
#include "standin.h"
#include <iterator>

namespace {

int compilations;

struct Program {
    std::string made;
};

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

EXPORT int standin_compilations() {
    return compilations;
}

EXPORT int nvrtcVersion(int* major, int* minor) {
    int version = std::stoi(standin::setting(standin::self().substr(standin::folder().size())));
    *major = version / 10;
    *minor = version % 10;
    return 0;
}

EXPORT const char* nvrtcGetErrorString(int) {
    return "the stand-in cannot do that";
}

EXPORT int nvrtcGetNumSupportedArchs(int* count) {
    *count = 3;
    return 0;
}

EXPORT int nvrtcGetSupportedArchs(int* known) {
    known[0] = 75;
    known[1] = 80;
    known[2] = 90;
    return 0;
}

EXPORT int nvrtcCreateProgram(Program** program, const char* source, const char*, int, void*, void*) {
    if (std::strlen(source) == 0) {
        return 1;
    }
    *program = new Program;
    return 0;
}

EXPORT int nvrtcDestroyProgram(Program** program) {
    delete *program;
    *program = nullptr;
    return 0;
}

EXPORT int nvrtcCompileProgram(Program* program, int count, const char** options) {
    __sync_fetch_and_add(&compilations, 1);
    const std::string type = "-DMAP_TYPE=";
    for (int i = 0; i < count; i++) {
        std::string option = options[i];
        if (option.rfind(type, 0) == 0) {
            program->made = content(standin::setting("kernels-" + option.substr(type.size())));
        }
    }
    return program->made.empty();
}

EXPORT int nvrtcGetCUBINSize(Program* program, size_t* size) {
    *size = program->made.size();
    return 0;
}

EXPORT int nvrtcGetCUBIN(Program* program, char* to) {
    std::memcpy(to, program->made.data(), program->made.size());
    return 0;
}

EXPORT int nvrtcGetProgramLogSize(Program*, size_t* size) {
    *size = 1;
    return 0;
}

EXPORT int nvrtcGetProgramLog(Program*, char* to) {
    *to = 0;
    return 0;
}
