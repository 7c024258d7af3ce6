#ifndef CKERNELS_H
#define CKERNELS_H

// Short kernels that Swift can't say: instructions beyond SSE2, correctly rounded number parsing, and the few system
// calls that Swift's Glibc hides. Plain C interfaces; each kernel in a file of its own, with a slow Swift version as
// its oracle in the tests.

#ifdef __cplusplus
extern "C" {
#endif

/// The processors this process may run on (its affinity mask), at least 1.
int ck_available_processors(void);

/// The number that the whole of [begin, end) spells, correctly rounded, whatever the locale; also nan and inf. 0 if it
/// spells none.
int ck_parse_float(const unsigned char *begin, const unsigned char *end, float *value);
int ck_parse_double(const unsigned char *begin, const unsigned char *end, double *value);

/// Writes the shortest text that gives the same number back when read; at most 32 bytes. Returns the byte behind it.
unsigned char *ck_format_float(unsigned char *text, float value);
unsigned char *ck_format_double(unsigned char *text, double value);

#ifdef __cplusplus
}
#endif

#endif
