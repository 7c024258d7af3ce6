// A second file: SwiftPM takes the single file of an executable for its main.swift.
