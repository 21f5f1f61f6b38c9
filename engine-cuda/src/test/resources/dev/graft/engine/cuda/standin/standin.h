// What the libraries in the place of NVIDIA's have in common. Each is copied into a folder of its own for each test, so that
// nothing of it is shared. A file "settings" in that folder holds lines of a name and a value.
#pragma once
#include <cstdint>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace standin {

// Memory that an operation reads or writes; 0 bytes where only the beginning is known.
struct Use {
    const void* address;
    size_t bytes;
};

// What a stream does.
struct Work {
    std::string name;
    std::function<void()> run;
    std::vector<Use> uses;
};

// What the driver does for cuDNN.
struct Services {
    // Begins each call that needs a GPU: a status.
    int (*enter)(const char* function);
    int (*give)(void* stream, const Work& work);
    void (*fault)(const std::string& what);
    void (*count)(const char* kind, int change);
};

inline std::string self() {
    static int here;
    Dl_info info;
    dladdr(&here, &info);
    return info.dli_fname;
}

inline std::string folder() {
    return self().substr(0, self().rfind('/') + 1);
}

// The last line of a name counts.
inline std::string setting(const std::string& name) {
    std::ifstream lines(folder() + "settings");
    std::string line, found;
    while (std::getline(lines, line)) {
        if (line.rfind(name + " ", 0) == 0) {
            found = line.substr(name.size() + 1);
        }
    }
    return found;
}

}  // namespace standin
