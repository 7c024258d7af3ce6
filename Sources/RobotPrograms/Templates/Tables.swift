extension ProgramTemplates {
    /// A `geometry_msgs/msg/PoseArray`, as `ros2 topic pub --once /picks geometry_msgs/msg/PoseArray "$(cat FILE)"`
    /// takes it: six poses a pick, three without a place. Metres and quaternions (REP 103).
    static let ros2 = """
        # pickpose: {{summary}}
        # Poses of the {{tip}}; of each pick the frames that the comments name.
        {{^any}}
        # nothing to pick
        {{/any}}
        header:
          frame_id: {{quoted(base)}}
        poses:{{^any}} []{{/any}}
        {{#moves}}
        - position: {x: {{ros.x}}, y: {{ros.y}}, z: {{ros.z}}} # pick {{pick}}, object {{object}}: {{move}}
          orientation: {x: {{ros.qx}}, y: {{ros.qy}}, z: {{ros.qz}}, w: {{ros.qw}}}
        {{/moves}}

        """

    /// One pose a row; `then` says what the gripper does there. Without picks only the head is left.
    static let csv = """
        pick,object,score,opening_m,move,then,frame,x_m,y_m,z_m,qx,qy,qz,qw
        {{#moves}}
        {{pick}},{{object}},{{score}},{{opening_m}},{{move}},{{then}},{{csv(base)}},{{ros.x}},{{ros.y}},{{ros.z}},{{ros.qx}},{{ros.qy}},{{ros.qz}},{{ros.qw}}
        {{/moves}}

        """
}
