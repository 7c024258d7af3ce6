#include "read_number.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <locale.h>
#include <string>

namespace decimal {

namespace {

// from_chars gives no value where the number is beyond the type's range; strtod gives ±infinity or the nearest
// denormal or zero. Its locale is fixed: a decimal comma never comes in from the environment.
template <typename Real> Real beyond_range(const char *first, const char *last) {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    const std::string text(first, last);
    if constexpr (sizeof(Real) == 4) return strtof_l(text.c_str(), nullptr, plain);
    else return strtod_l(text.c_str(), nullptr, plain);
}

/// The number that the whole of [begin, end) spells; also nan and inf.
template <typename Real> bool parse(Text begin, Text end, Real &value) {
    const char *first = reinterpret_cast<const char *>(begin);
    const char *last = reinterpret_cast<const char *>(end);
    if (first < last && *first == '+') {
        first += 1;
        if (first < last && *first == '-') return false;
    }
    const std::from_chars_result result = std::from_chars(first, last, value);
    if (result.ptr != last) return false;
    if (result.ec == std::errc::result_out_of_range) value = beyond_range<Real>(first, last);
    else if (result.ec != std::errc()) return false;
    return true;
}

}  // namespace

bool read_carefully(Text &text, float &value) {
    const Text start = text;
    text = token_end(text);
    return parse(start, text, value);
}

bool read_carefully(Text &text, double &value) {
    const Text start = text;
    text = token_end(text);
    return parse(start, text, value);
}

/// Integers of 19 and 20 digits, those written as `3.0` or `1e3`, and not-a-number, which is 0 as in PCL.
template <typename Integer> bool read_carefully(Text &text, Integer &value) {
    const Text start = text;
    text = token_end(text);
    const char *first = reinterpret_cast<const char *>(start);
    const char *last = reinterpret_cast<const char *>(text);
    const bool has_plus = first < last && *first == '+';
    Integer whole;
    const std::from_chars_result result = std::from_chars(first + has_plus, last, whole);
    if (result.ptr == last && result.ec == std::errc() && !(has_plus && first[1] == '-')) {
        value = whole;
        return true;
    }
    double number;
    if (!parse(start, text, number)) return false;
    if (std::isnan(number)) number = 0;
    // The bounds as powers of two: the largest integers themselves have no Float64.
    using Limits = std::numeric_limits<Integer>;
    const double end = std::ldexp(1.0, Limits::digits);
    const double begin = Limits::is_signed ? -end : 0;
    if (!(number >= begin && number < end) || number != std::trunc(number)) return false;
    value = Integer(number);
    return true;
}

template bool read_carefully(Text &, int8_t &);
template bool read_carefully(Text &, uint8_t &);
template bool read_carefully(Text &, int16_t &);
template bool read_carefully(Text &, uint16_t &);
template bool read_carefully(Text &, int32_t &);
template bool read_carefully(Text &, uint32_t &);
template bool read_carefully(Text &, int64_t &);
template bool read_carefully(Text &, uint64_t &);

}  // namespace decimal

int ck_read_number(const unsigned char **text, ck_number_type type, void *value) {
    return decimal::read(*text, type, value);
}
