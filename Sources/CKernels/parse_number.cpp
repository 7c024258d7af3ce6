#include <charconv>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <locale.h>
#include <string>

#include "CKernels.h"

namespace {

// from_chars gives no value where the number is beyond the type's range; strtod gives ±infinity or the nearest
// denormal or zero. Its locale is fixed: a decimal comma never comes in from the environment.
template <typename T> T beyond_range(const char *first, const char *last) {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    const std::string text(first, last);
    if constexpr (sizeof(T) == 4) return strtof_l(text.c_str(), nullptr, plain);
    else return strtod_l(text.c_str(), nullptr, plain);
}

template <typename T> int parse(const unsigned char *begin, const unsigned char *end, T *value) {
    const char *first = reinterpret_cast<const char *>(begin);
    const char *last = reinterpret_cast<const char *>(end);
    if (first < last && *first == '+') {
        first += 1;
        if (first < last && *first == '-') return 0;
    }
    const std::from_chars_result result = std::from_chars(first, last, *value);
    if (result.ptr != last) return 0;
    if (result.ec == std::errc::result_out_of_range) *value = beyond_range<T>(first, last);
    else if (result.ec != std::errc()) return 0;
    return 1;
}

}  // namespace

int ck_parse_float(const unsigned char *begin, const unsigned char *end, float *value) {
    return parse(begin, end, value);
}

int ck_parse_double(const unsigned char *begin, const unsigned char *end, double *value) {
    return parse(begin, end, value);
}
