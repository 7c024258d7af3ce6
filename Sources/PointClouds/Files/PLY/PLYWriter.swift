struct PLYWriter {
    init(cloud: PointCloud, columns: WritableColumns, encoding: CloudEncoding, unit: LengthUnit, path: String)
        throws(CloudFileError)
    {}
    func write(to output: OutputFile) throws(CloudFileError) {}
}
