extension ProgramTemplates {
    /// A RAPID module with one procedure, `NAME_run`. RAPID knows no speed of the joints: the share of 5000 mm and 500
    /// degrees a second is taken, vmax's on most robots. Millimetres and quaternions, the scalar first; configurations are
    /// not monitored (`ConfJ\\Off`), for a scan doesn't know them. `9E9` is RAPID's own word for an axis that isn't
    /// there. (ABB, Technical reference manual: RAPID Instructions, Functions and Data types: MoveJ, MoveL, robtarget,
    /// tooldata, speeddata, zonedata, SetDO.)
    static let rapid = #"""
        MODULE {{name}}
            ! pickpose: {{ascii(summary)}}
            ! Poses of the {{tip}} in {{ascii(base)}}, mm and quaternions.
        {{#one_place}}
            ! Every object is put down at one place: clear it before the next.
        {{/one_place}}
        {{#any}}
        {{#tool_defined}}
            LOCAL PERS tooldata {{tool_name}}:=[TRUE,[[{{tcp.abb.x}},{{tcp.abb.y}},{{tcp.abb.z}}],[{{tcp.abb.q1}},{{tcp.abb.q2}},{{tcp.abb.q3}},{{tcp.abb.q4}}]],[{{tool_mass}},[{{tcp.half.abb.x}},{{tcp.half.abb.y}},{{tcp.half.abb.z}}],[1,0,0,0],0,0,0]];
        {{/tool_defined}}
            LOCAL CONST speeddata vStraight:=[{{speed_mm}},500,5000,1000];
        {{#has_approach_speed}}
            LOCAL CONST speeddata vApproach:=[{{approach_speed_mm}},500,5000,1000];
        {{/has_approach_speed}}
        {{#has_retreat_speed}}
            LOCAL CONST speeddata vRetreat:=[{{retreat_speed_mm}},500,5000,1000];
        {{/has_retreat_speed}}
        {{#has_payload}}
            LOCAL PERS loaddata lObject:=[{{object_mass}},[0,0,1],[1,0,0,0],0,0,0];
        {{/has_payload}}
            LOCAL CONST speeddata vTravel:=[{{joint_speed_mm}},{{joint_speed_deg}},5000,1000];
        {{#moves}}
            LOCAL CONST robtarget p{{number}}:=[[{{abb.x}},{{abb.y}},{{abb.z}}],[{{abb.q1}},{{abb.q2}},{{abb.q3}},{{abb.q4}}],[0,0,0,0],[9E9,9E9,9E9,9E9,9E9,9E9]];
        {{/moves}}
        {{/any}}

            PROC {{name}}_run()
        {{^any}}
                TPWrite "pickpose: nothing to pick";
        {{/any}}
        {{#any}}
                ConfJ\Off;
                ConfL\Off;
        {{/any}}
        {{#picks}}
                ! pick {{pick}}: object {{object}}, score {{score}}{{#opens}}, opening {{opening_mm}} mm{{/opens}}
        {{#steps}}
        {{#joint}}
                MoveJ p{{number}},vTravel,{{zone_name}},{{tool_name}}\WObj:={{work_object}}; ! {{move}}
        {{/joint}}
        {{#straight}}
                MoveL p{{number}},{{speed_name}},{{zone_name}},{{tool_name}}\WObj:={{work_object}}; ! {{move}}
        {{/straight}}
        \#(gripperSteps(output: { "        SetDO do{{output}},{{\($0).bit}};" }, statement: "        {{.}};", wait: "        WaitTime {{wait}};"))
        {{#payload}}
                GripLoad {{#holding}}lObject{{/holding}}{{^holding}}load0{{/holding}};
        {{/payload}}
        {{#if_held}}
                IF {{#by_input}}DInput(di{{input}})={{level_held.bit}}{{/by_input}}{{#by_width}}{{width_expression}}>{{held_mm}}{{/by_width}} THEN
        {{/if_held}}
        {{#end_if_held}}
                ELSE
                    TPWrite "pickpose: nothing held, object {{object}}";
                ENDIF
        {{/end_if_held}}
        {{/steps}}
        {{/picks}}
        {{#any}}
                ConfJ\On;
                ConfL\On;
        {{/any}}
            ENDPROC
        ENDMODULE

        """#
}
