/// Makers whose convention isn't known well enough to be read under their name: one source, or sources that differ. Their
/// poses are named in the general form that says the same, to be tried on the controller.
///
/// (Mech-Mind, Euler Angles Definition and Convention, for all but the last four; zivid-python-samples,
/// rotation_format_configuration.py, for Hyundai and Robostar; Elite_Robots_CS_SDK, RTSI.en.md and EliteDriver.en.md;
/// Omron, V+ Language User's Guide 17.0, page 168: "ZYZ' Euler values".)
enum OtherMakers {
    /// The forms that may say the same, the likelier one first; `nil` for a name that is no maker's.
    static func forms(of name: String) -> [String]? {
        switch name {
        // Turns about fixed x, y and z, written rx, ry, rz.
        case "hans", "fr", "fairino", "rokae", "siasun", "step", "flexiv", "delta", "topstar", "cgxi", "robostar":
            ["euler:xyz:extrinsic:deg"]
        // The first angle about z.
        case "efort", "estun", "inovance": ["euler:zyx:intrinsic:deg"]
        case "qjar", "adept", "omron": ["euler:zyz:intrinsic:deg"]
        case "turin", "adt": ["euler:xyz:intrinsic:deg"]
        // Two sources, two orders.
        case "hyundai": ["euler:xyz:extrinsic:deg", "euler:xyz:intrinsic:deg"]
        // The interface gives a rotation vector, the same SDK defines other frames by roll, pitch and yaw.
        case "elite": ["ur", "euler:xyz:extrinsic:rad"]
        default: nil
        }
    }
}
