#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CKernels.h"

void ck_reserve_heap(int reserve, int mapped) {
    mallopt(M_MMAP_THRESHOLD, mapped);
    mallopt(M_TOP_PAD, reserve);
    mallopt(M_TRIM_THRESHOLD, reserve);
    mallopt(M_ARENA_MAX, 1);
    // More than is free so far: the heap grows by it and the reserve.
    void *const first = malloc(1 << 20);
    if (first == NULL) return;
    const uintptr_t page = 1 << 21;
    const uintptr_t begin = ((uintptr_t)first + page - 1) & -page;
    const uintptr_t end = (uintptr_t)sbrk(0) & -page;
    if (begin < end) madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    free(first);
}
