extension ProgramTemplates {
    /// The source of a KRL module. `$VEL.CP` and `$ACC.CP` are in metres, `$APO.CDIS` in millimetres; the first motion
    /// goes where the robot already stands (block coincidence). Positions are FRAMEs, so status and turn stay as they
    /// are. (KUKA System Software 8.x, Operating and Programming Instructions for System Integrators: Programming on
    /// the expert level; names have at most 24 characters.)
    static let krlSource = """
        &ACCESS RVP
        &COMMENT {{short(summary)}}
        DEF {{name}}()
        ;pickpose: {{ascii(summary)}}
        ;Poses of the {{tip}} in {{ascii(base)}}, mm and degrees; they stand in {{name}}.dat.
        {{#one_place}}
        ;Every object is put down at one place: clear it before the next.
        {{/one_place}}
        {{^any}}
        ;nothing to pick: this program moves nothing
        {{/any}}
        {{#any}}
        BAS(#INITMOV,0)
        BAS(#VEL_PTP,{{joint_speed}})
        $VEL.CP={{speed_m}}
        $ACC.CP={{acceleration_m}}
        $APO.CDIS={{zone_mm}}
        $APO.CPTP={{zone_percent}}
        {{#has_user_frame}}
        $BASE=BASE_DATA[{{user_frame}}]
        {{/has_user_frame}}
        {{^has_user_frame}}
        $BASE=$NULLFRAME
        {{/has_user_frame}}
        {{#tool_defined}}
        $TOOL={X {{tcp.kuka.x}},Y {{tcp.kuka.y}},Z {{tcp.kuka.z}},A {{tcp.kuka.a}},B {{tcp.kuka.b}},C {{tcp.kuka.c}}}
        {{/tool_defined}}
        {{^tool_defined}}
        {{#has_tool}}
        $TOOL=TOOL_DATA[{{tool}}]
        {{/has_tool}}
        {{^has_tool}}
        $TOOL=$NULLFRAME
        {{/has_tool}}
        {{/tool_defined}}
        PTP $AXIS_ACT
        {{/any}}
        {{#picks}}
        ;pick {{pick}}: object {{object}}, score {{score}}{{#opens}}, opening {{opening_mm}} mm{{/opens}}
        {{#steps}}
        {{#joint}}
        PTP XP{{number}}{{^exact}} C_PTP C_DIS{{/exact}} ;{{move}}
        {{/joint}}
        {{#straight}}
        {{#speed_changes}}
        $VEL.CP={{speed_m}}
        {{/speed_changes}}
        LIN XP{{number}}{{^exact}} C_DIS{{/exact}} ;{{move}}
        {{/straight}}
        \(gripperSteps(output: { "$OUT[{{output}}]={{\($0).boolean}}" }, wait: "WAIT SEC {{wait}}"))
        {{#payload}}
        $LOAD={M {{load_mass}},CM {X {{load.mm.x}},Y {{load.mm.y}},Z {{load.mm.z}},A 0,B 0,C 0},J {X 0,Y 0,Z 0}}
        {{/payload}}
        {{#if_held}}
        IF {{#by_input}}$IN[{{input}}]=={{level_held.boolean}}{{/by_input}}{{#by_width}}{{width_expression}}>{{held_mm}}{{/by_width}} THEN
        {{/if_held}}
        {{#end_if_held}}
        ELSE
        ;nothing held: object {{object}} stays where it is
        ENDIF
        {{/end_if_held}}
        {{/steps}}
        {{/picks}}
        END

        """

    /// The data list that belongs to it.
    static let krlData = """
        &ACCESS RVP
        &COMMENT {{short(summary)}}
        DEFDAT {{name}}
        {{#moves}}
        ;pick {{pick}}, {{move}}
        DECL {{#has_status_turn}}POS{{/has_status_turn}}{{^has_status_turn}}FRAME{{/has_status_turn}} XP{{number}}={X {{kuka.x}},Y {{kuka.y}},Z {{kuka.z}},A {{kuka.a}},B {{kuka.b}},C {{kuka.c}}{{#has_status_turn}},S {{status}},T {{turn}}{{/has_status_turn}}}
        {{/moves}}
        ENDDAT

        """
}
