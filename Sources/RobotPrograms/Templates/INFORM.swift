extension ProgramTemplates {
    /// A relative job: positions in cartesian coordinates of the base or of a user frame, in millimetres and degrees.
    /// `///RCONF` is the usual configuration of the arm: no flip, upper arm, front, R, T and S below a half turn; `PL` is
    /// the position level. The date is fixed, for the same picks give the same bytes. (Yaskawa DX100, Interface with an
    /// Easy Offline Teaching System, 156191-1CD, 4.1 Job Data Format; Instructions for INFORM Language: MOVJ, MOVL, DOUT,
    /// TIMER, MSG.)
    static let inform = """
        /JOB
        //NAME {{name}}
        //POS
        ///NPOS {{move_count}},0,0,0,0,0
        {{#any}}
        {{#has_user_frame}}
        ///USER {{user_frame}}
        {{/has_user_frame}}
        ///TOOL {{tool}}
        ///POSTYPE {{#has_user_frame}}USER{{/has_user_frame}}{{^has_user_frame}}BASE{{/has_user_frame}}
        ///RECTAN
        ///RCONF 1,0,0,0,0,0,0,0
        {{/any}}
        {{#moves}}
        C{{number5}}={{yaskawa.x}},{{yaskawa.y}},{{yaskawa.z}},{{yaskawa.rx}},{{yaskawa.ry}},{{yaskawa.rz}}
        {{/moves}}
        //INST
        ///DATE 2000/01/01 00:00
        ///COMM {{short(summary)}}
        ///ATTR SC,RW{{#any}},RJ{{/any}}
        {{#any}}
        ////FRAME {{#has_user_frame}}USER {{user_frame}}{{/has_user_frame}}{{^has_user_frame}}BASE{{/has_user_frame}}
        {{/any}}
        ///GROUP1 RB1
        NOP
        'Poses of the {{tip}}
        {{#one_place}}
        'One place: clear it each time
        {{/one_place}}
        {{^any}}
        MSG "nothing to pick"
        {{/any}}
        {{#picks}}
        'Pick {{pick}}, object {{object}}
        {{#steps}}
        {{#joint}}
        MOVJ C{{number5}} VJ={{joint_speed}} PL={{zone_level}}
        {{/joint}}
        {{#straight}}
        MOVL C{{number5}} V={{speed_mm}} PL={{zone_level}}
        {{/straight}}
        \(gripperSteps(output: { "DOUT OT#({{output}}) {{\($0).word}}" }, wait: "TIMER T={{wait}}"))
        {{#payload}}
        'Carries {{load_mass}} kg
        {{/payload}}
        {{#if_held}}
        JUMP *L{{pick}} IF {{#by_input}}IN#({{input}})={{level_lost.word}}{{/by_input}}{{#by_width}}{{width_expression}}<={{held_mm}}{{/by_width}}
        {{/if_held}}
        {{#end_if_held}}
        *L{{pick}}
        {{/end_if_held}}
        {{/steps}}
        {{/picks}}
        END

        """
}
