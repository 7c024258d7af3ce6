@preconcurrency import Foundation
import PointClouds

// train-segmentation DATA [--verbose] [--write FILE]: see train-segmentation.sh.

struct CannotWrite: Error {
    var path: String
}

func trainSegmentation(_ arguments: [String]) throws {
    guard arguments.count >= 2 else {
        fputs("usage: train-segmentation DATA [--verbose] [--write FILE]\n", stderr)
        exit(64)
    }
    let training = Training(
        scans: try LabelledScan.all(in: arguments[1]), synthetic: LabelledScan.synthetic(each: 9, from: 1),
        unseen: LabelledScan.synthetic(each: 9, from: 1001))
    training.report(isVerbose: arguments.contains("--verbose"))
    guard let place = arguments.firstIndex(of: "--write"), place + 1 < arguments.count else { return }
    guard let file = fopen(arguments[place + 1], "w") else { throw CannotWrite(path: arguments[place + 1]) }
    fputs(training.source, file)
    fclose(file)
}

do {
    try trainSegmentation(CommandLine.arguments)
} catch {
    fputs("train-segmentation: \(error)\n", stderr)
    exit(1)
}
