/// The whole library under one import; each stage of a scan's journey can also be imported alone.
@_exported public import CloudFiles
@_exported public import CloudGeometry
@_exported public import Files
@_exported public import Grasping
@_exported public import LinearAlgebra
@_exported public import Parallel
@_exported public import PointClouds
@_exported public import Registration
@_exported public import RobotCell
@_exported public import RobotPrograms
@_exported public import Segmentation
@_exported public import Sensing
@_exported public import SpatialSearch
