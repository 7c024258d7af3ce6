struct PLYReader {
    let file: InputFile
    init(file: InputFile) throws(CloudFileError) { self.file = file }
    func read() throws(CloudFileError) -> FileContent { throw .empty(path: file.path) }
}
