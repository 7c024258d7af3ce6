/// Tests get the seeded generator and the synthetic scans along.
@_exported public import Sensing
@_exported public import SyntheticScans
