import PointClouds

/// Reads the rows of a binary element that has lists: one after the other, for each row's length is in it.
///
/// Twice: first the lengths are added up and held against what the file has, then the columns are made in their final
/// size and filled.
struct PLYBinaryLists {
    let file: InputFile
    let element: PLYHeader.Element
    let swapsBytes: Bool

    func read(at offset: inout Int) throws(CloudFileError) -> [Field] {
        let properties = element.properties
        var starts = properties.map { property -> [Int] in
            guard property.countType != nil else { return [] }
            var starts = [0]
            starts.reserveCapacity(element.rows + 1)
            return starts
        }
        var cursor = ElementCursor(file: file, offset: offset, element: element)
        while cursor.row < element.rows {
            let row = cursor.row
            for (index, property) in properties.enumerated() {
                guard let countType = property.countType else {
                    try cursor.skip(property.type.size)
                    continue
                }
                let place = cursor.offset
                guard let count = try cursor.listLength(countType, swappingBytes: swapsBytes) else {
                    throw .listLength(
                        path: file.path, byte: place, element: element.name, row: row, field: property.name)
                }
                try cursor.skip(count * property.type.size)
                starts[index].append(starts[index][row] + count)
            }
            cursor.row += 1
        }
        let declarations = zip(properties, starts).map { property, starts in
            ColumnDeclaration(name: property.name, type: property.type, rows: starts.last ?? element.rows)
        }
        let values = try filledColumns(declarations) { columns throws(CloudFileError) in
            cursor.restart(at: offset)
            while cursor.row < element.rows {
                let row = cursor.row
                for (index, property) in properties.enumerated() {
                    let size = property.type.size
                    let first = property.countType == nil ? row : starts[index][row]
                    let count = property.countType == nil ? 1 : starts[index][row + 1] - first
                    if let countType = property.countType { try cursor.skip(countType.size) }
                    try cursor.copy(count * size, to: columns[index].base + first * size)
                }
                cursor.row += 1
            }
            guard swapsBytes else { return }
            for column in columns { swapBytes(column.base, size: column.type.size, count: column.declaration.rows) }
        }
        offset = cursor.offset
        return properties.indices.map { index in
            guard let countType = properties[index].countType else { return declarations[index].field(values[index]) }
            return Field(
                name: properties[index].name, list: ListLayout(countType: countType, starts: starts[index]),
                values: values[index])
        }
    }
}
