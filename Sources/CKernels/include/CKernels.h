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

#ifdef __cplusplus
}
#endif

#endif
