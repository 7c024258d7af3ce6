/// Requests, and with them the library whose values they take and the reports that answer them.
@_exported public import PickPose
@_exported public import Reports
