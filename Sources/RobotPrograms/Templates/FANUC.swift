extension ProgramTemplates {
    /// A TP program as an ASCII (.ls) file. Millimetres and degrees; where the way may leave a point is a percentage
    /// (`CNT`), for which the zone's millimetres are taken. (FANUC R-30iB Controller, Operator's Manual: Program
    /// elements: motion, I/O and wait instructions; positions in cartesian coordinates.)
    static let fanuc = """
        /PROG  {{name}}
        /ATTR
        OWNER		= MNEDITOR;
        COMMENT		= "pickpose";
        PROG_SIZE	= 0;
        CREATE		= DATE 00-01-01  TIME 00:00:00;
        MODIFIED	= DATE 00-01-01  TIME 00:00:00;
        FILE_NAME	= ;
        VERSION		= 0;
        LINE_COUNT	= 0;
        MEMORY_SIZE	= 0;
        PROTECT		= READ_WRITE;
        TCD:  STACK_SIZE	= 0,
              TASK_PRIORITY	= 50,
              TIME_SLICE	= 0,
              BUSY_LAMP_OFF	= 0,
              ABORT_REQUEST	= 0,
              PAUSE_REQUEST	= 0;
        DEFAULT_GROUP	= 1,*,*,*,*;
        CONTROL_CODE	= 00000000 00000000;
        /MN
        {{line}}:  !{{short(summary)}} ;
        {{line}}:  !Poses of the {{tip}} ;
        {{#one_place}}
        {{line}}:  !One place: clear it each time ;
        {{/one_place}}
        {{^any}}
        {{line}}:  MESSAGE[Nothing to pick] ;
        {{/any}}
        {{#any}}
        {{line}}:  UFRAME_NUM={{user_frame}} ;
        {{line}}:  UTOOL_NUM={{tool}} ;
        {{/any}}
        {{#picks}}
        {{line}}:  !Pick {{pick}}, object {{object}} ;
        {{#steps}}
        {{#joint}}
        {{line}}:J P[{{number}}] {{joint_speed}}% {{#exact}}FINE{{/exact}}{{^exact}}CNT{{zone_percent}}{{/exact}} ;
        {{/joint}}
        {{#straight}}
        {{line}}:L P[{{number}}] {{speed_mm}}mm/sec {{#exact}}FINE{{/exact}}{{^exact}}CNT{{zone_percent}}{{/exact}} ;
        {{/straight}}
        \(gripperSteps(output: { "{{line}}:  DO[{{output}}]={{\($0).word}} ;" }, statement: "{{line}}:  {{.}} ;", wait: "{{line}}:  WAIT {{wait}}(sec) ;"))
        {{#payload}}
        {{line}}:  !Carries {{load_mass}} kg ;
        {{/payload}}
        {{#if_held}}
        {{line}}:  IF {{#by_input}}DI[{{input}}]={{level_lost.word}}{{/by_input}}{{#by_width}}{{width_expression}}<={{held_mm}}{{/by_width}},JMP LBL[{{pick}}] ;
        {{/if_held}}
        {{#end_if_held}}
        {{line}}:  LBL[{{pick}}] ;
        {{/end_if_held}}
        {{/steps}}
        {{/picks}}
        /POS
        {{#moves}}
        P[{{number}}:"{{move}}"]{
           GP1:
        	UF : {{user_frame}}, UT : {{tool}},		CONFIG : '{{configuration}}',
        	X = {{fanuc.x}}  mm,	Y = {{fanuc.y}}  mm,	Z = {{fanuc.z}}  mm,
        	W = {{fanuc.w}} deg,	P = {{fanuc.p}} deg,	R = {{fanuc.r}} deg
        };
        {{/moves}}
        /END

        """
}
