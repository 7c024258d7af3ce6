// A task that a peer in C++ can be asked for: one static `Task` with its name and what it runs.
//
// The harness sends a line `NAME ARGUMENT …` on stdin; the answer is `ok SECONDS NOTE`, `unknown` or `failed WHY`.
// What a task needs is made ready before the clock starts and kept for the next request.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

struct Timed {
  double seconds;
  std::string note;
};

using Arguments = std::vector<std::string>;
using Body = std::function<Timed(const Arguments&)>;

struct Task {
  Task(const char* name, Body body);
};

/// The seconds that `body` takes.
template <class Work>
double timed(Work work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A file of packed numbers, read once.
const std::vector<float>& floats(const std::string& path);
const std::vector<double>& doubles(const std::string& path);
/// The same, read anew: of a file that ours has just written.
std::vector<double> freshDoubles(const std::string& path);
/// The threads this process was started for.
int threadCount();
std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));
