import Glibc
import PCLBridge

// The program that pickpose starts when PCL is asked for: one request on stdin, one answer on stdout.
// PCL and the libraries below it print as they like; that must not end up within the answer.
let answers = dup(1)
dup2(2, 1)

guard let bytes = allInput() else { exit(74) }
if bytes.isEmpty {
    complain("pickpose-pcl answers requests that pickpose sends it; it is not to be started by hand")
    exit(64)
}
do {
    exit(write(answer(to: try HelperMessage(bytes: bytes)), to: answers) ? 0 : 74)
} catch {
    complain("pickpose-pcl: the request makes no sense (\((error as GarbledMessage).detail))")
    exit(65)
}
