// Boost 1.74's numeric conversion casts -1 into enums without a fixed type, which newer clangs refuse as a constant
// expression. Named first, with an underlying type, the enums are legal. To be included before any header of PCL.
#pragma once
#define int_float_mixture_enum int_float_mixture_enum : int
#include <boost/numeric/conversion/int_float_mixture_enum.hpp>
#undef int_float_mixture_enum
#define sign_mixture_enum sign_mixture_enum : int
#include <boost/numeric/conversion/sign_mixture_enum.hpp>
#undef sign_mixture_enum
#define udt_builtin_mixture_enum udt_builtin_mixture_enum : int
#include <boost/numeric/conversion/udt_builtin_mixture_enum.hpp>
#undef udt_builtin_mixture_enum
