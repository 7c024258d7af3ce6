#include <charconv>
#include <cstring>

#include "CKernels.h"

namespace {

template <typename T> unsigned char *format(unsigned char *text, T value) {
    if (value != value) {
        // Whatever its sign and payload: not every reader knows "-nan".
        std::memcpy(text, "nan", 3);
        return text + 3;
    }
    char *first = reinterpret_cast<char *>(text);
    return reinterpret_cast<unsigned char *>(std::to_chars(first, first + 32, value).ptr);
}

}  // namespace

unsigned char *ck_format_float(unsigned char *text, float value) { return format(text, value); }
unsigned char *ck_format_double(unsigned char *text, double value) { return format(text, value); }
