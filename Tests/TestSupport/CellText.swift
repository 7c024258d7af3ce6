/// The gripper of the cells that tests describe, as the section of a file in millimetres.
public let gripperSection = """
    gripper:
      type: jaw
      opening: {min: 0, max: 85}
      fingers: {length: 45, width: 20, thickness: 8}
      palm: {length: 60, width: 80, thickness: 140}
    """
