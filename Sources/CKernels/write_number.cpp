#include "write_number.h"

#include <charconv>
#include <cmath>

namespace decimal {

unsigned char *write_special(unsigned char *text, bool is_nan) {
    // Whatever a NaN's sign and payload: not every reader knows "-nan".
    std::memcpy(text, is_nan ? "nan" : "inf", 3);
    return text + 3;
}

unsigned char *write(unsigned char *text, uint64_t value) {
    if (value >= 100000000) {
        const uint64_t upper = value / 100000000;
        text = write(text, upper);
        store(text, eight_digits(uint32_t(value % 100000000)) | zeros);
        return text + 8;
    }
    const uint64_t digits = eight_digits(uint32_t(value));
    const int leading = value == 0 ? 7 : __builtin_ctzll(digits) >> 3;
    store(text, (digits | zeros) >> 8 * leading);
    return text + 8 - leading;
}

unsigned char *write(unsigned char *text, double value) {
    if (std::isnan(value)) return write_special(text, true);
    char *first = reinterpret_cast<char *>(text);
    return reinterpret_cast<unsigned char *>(std::to_chars(first, first + 32, value).ptr);
}

}  // namespace decimal

unsigned char *ck_write_number(unsigned char *text, ck_number_type type, const void *value) {
    return decimal::write(text, type, value);
}
