import Glibc

// Top-level code is bound to the main actor; the measurements are not.
exit(runBenchmarks(Array(CommandLine.arguments.dropFirst())))
