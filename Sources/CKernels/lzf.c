#include <string.h>

#include "CKernels.h"

enum { window = 1 << 13, longest_match = 264, longest_run = 32, table_bits = 14 };

static uint32_t load4(const unsigned char *place) {
    uint32_t word;
    memcpy(&word, place, 4);
    return word;
}

static uint64_t load8(const unsigned char *place) {
    uint64_t word;
    memcpy(&word, place, 8);
    return word;
}

static unsigned char *put_literals(unsigned char *out, const unsigned char *from, const unsigned char *end) {
    while (from < end) {
        const size_t length = end - from < longest_run ? (size_t)(end - from) : longest_run;
        *out++ = (unsigned char)(length - 1);
        memcpy(out, from, length);
        out += length;
        from += length;
    }
    return out;
}

static size_t match_length(const unsigned char *a, const unsigned char *b, size_t limit) {
    size_t length = 4;
    while (length + 8 <= limit) {
        const uint64_t difference = load8(a + length) ^ load8(b + length);
        if (difference != 0) return length + (size_t)(__builtin_ctzll(difference) >> 3);
        length += 8;
    }
    while (length < limit && a[length] == b[length]) length++;
    return length;
}

// Greedy, with one table of the last place of each four bytes. A reference to three, the shortest there is, costs two
// bytes and mostly a third for the literals that it cuts in two: it saves nothing.
size_t ck_lzf_compress(const unsigned char *in, size_t count, unsigned char *out) {
    // The lower 16 bits of places: the window is smaller, and the bytes themselves are compared.
    uint16_t table[1 << table_bits];
    memset(table, 0, sizeof table);
    unsigned char *const begin = out;
    size_t literals = 0;
    size_t place = 0;
    while (place + 4 <= count) {
        const uint32_t word = load4(in + place);
        uint16_t *const entry = &table[word * 2654435761u >> (32 - table_bits)];
        const size_t distance = (uint16_t)(place - *entry);
        *entry = (uint16_t)place;
        // One branch: whether the place is in the window is as good as random.
        const int is_near = (distance - 1 < window) & (distance <= place);
        if (!(is_near & (load4(in + (is_near ? place - distance : place)) == word))) {
            // The longer nothing was found, the less is sought.
            place += 1 + ((place - literals) >> 7);
            continue;
        }
        out = put_literals(out, in + literals, in + place);
        const size_t limit = count - place < longest_match ? count - place : longest_match;
        const size_t length = match_length(in + place - distance, in + place, limit);
        const size_t code = length - 2;
        *out++ = (unsigned char)((code < 7 ? code : 7) << 5 | (distance - 1) >> 8);
        if (code >= 7) *out++ = (unsigned char)(code - 7);
        *out++ = (unsigned char)(distance - 1);
        place += length;
        literals = place;
    }
    out = put_literals(out, in + literals, in + count);
    return (size_t)(out - begin);
}

void ck_lzf_decompress(
    const unsigned char *in, size_t in_count, size_t *in_place, unsigned char *out, size_t out_count, size_t *out_place
) {
    const unsigned char *from = in + *in_place;
    unsigned char *to = out + *out_place;
    // As much as a control byte can ask for, for copies of fixed length: what they write too much is written again.
    while (in + in_count - from >= longest_run + 16 && out + out_count - to >= longest_match + 16) {
        const unsigned control = from[0];
        if (control < longest_run) {
            memcpy(to, from + 1, 16);
            if (control >= 16) memcpy(to + 16, from + 17, 16);
            from += control + 2;
            to += control + 1;
            continue;
        }
        const unsigned is_long = control >> 5 == 7;
        const ptrdiff_t length = (ptrdiff_t)(control >> 5) + 2 + (is_long ? from[1] : 0);
        const ptrdiff_t distance = (ptrdiff_t)((control & 31) << 8 | from[1 + is_long]) + 1;
        if (distance > to - out) break;
        const unsigned char *back = to - distance;
        if (distance >= 8) {
            memcpy(to, back, 8);
            for (ptrdiff_t i = 8; i < length; i += 8) memcpy(to + i, back + i, 8);
        } else {
            for (ptrdiff_t i = 0; i < length; i++) to[i] = back[i];
        }
        from += 2 + is_long;
        to += length;
    }
    *in_place = (size_t)(from - in);
    *out_place = (size_t)(to - out);
}
