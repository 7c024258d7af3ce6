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
    // Runs and references come at random, so both take the same path; a branch on either would be guessed wrong.
    while (in + in_count - from >= longest_run + 16 && out + out_count - to >= longest_match + 32) {
        const unsigned control = from[0];
        const int is_run = control < longest_run;
        const unsigned is_long = control >= 7 << 5;
        const size_t length = is_run ? control + 1 : (control >> 5) + 2 + (from[1] & -is_long);
        const size_t distance = ((control & 31) << 8 | from[1 + is_long]) + 1;
        if (__builtin_expect(!is_run & (distance > (size_t)(to - out)), 0)) break;
        const unsigned char *source = is_run ? from + 1 : to - distance;
        from += is_run ? length + 1 : 2 + is_long;
        if (is_run | (distance >= 16)) {
            memcpy(to, source, 16);
            memcpy(to + 16, source + 16, 16);
            if (__builtin_expect(length > 32, 0)) {
                for (size_t i = 32; i < length; i += 16) memcpy(to + i, source + i, 16);
            }
        } else {
            // Bytes that repeat: eight of them one by one, and from there on eight at a time from as far back as a
            // multiple of the distance is.
            static const unsigned char period[16] = {0, 8, 8, 9, 8, 10, 12, 14, 8, 9, 10, 11, 12, 13, 14, 15};
            for (int i = 0; i < 8; i++) to[i] = source[i];
            const unsigned char *again = to + 8 - period[distance];
            for (size_t i = 8; i < length; i += 8, again += 8) memcpy(to + i, again, 8);
        }
        to += length;
    }
    *in_place = (size_t)(from - in);
    *out_place = (size_t)(to - out);
}
