// PCL is C++, so there is nothing here for Swift: the module only brings pkg-config's search paths to PCLOperations.
