enum ProgramTemplates {}

extension ProgramTemplates {
    /// Sent to the controller's port 30001 to 30003 the program runs at once; a script node of PolyScript calls it by
    /// its name. Lengths in metres, rotation vectors in radians (Universal Robots, The URScript Programming Language:
    /// movej, movel, set_tcp, set_standard_digital_out, sleep, textmsg). Strings of URScript know no escapes.
    static let urscript = """
        def {{name}}():
          # pickpose: {{ascii(summary)}}
          # Poses of the {{tip}} in {{ascii(base)}}, m and rad.
        {{#one_place}}
          # Every object is put down at one place: clear it before the next.
        {{/one_place}}
        {{#tool_defined}}
          set_tcp(p[{{tcp.ur.x}}, {{tcp.ur.y}}, {{tcp.ur.z}}, {{tcp.ur.rx}}, {{tcp.ur.ry}}, {{tcp.ur.rz}}])
        {{/tool_defined}}
        {{^any}}
          textmsg("pickpose: nothing to pick")
        {{/any}}
        {{#picks}}
          # pick {{pick}}: object {{object}}, score {{score}}{{#opens}}, opening {{opening_mm}} mm{{/opens}}
        {{#steps}}
        {{#joint}}
          movej(p[{{ur.x}}, {{ur.y}}, {{ur.z}}, {{ur.rx}}, {{ur.ry}}, {{ur.rz}}], a={{joint_acceleration_rad}}, v={{joint_speed_rad}}, r={{zone_m}}) # {{move}}
        {{/joint}}
        {{#straight}}
          movel(p[{{ur.x}}, {{ur.y}}, {{ur.z}}, {{ur.rx}}, {{ur.ry}}, {{ur.rz}}], a={{acceleration_m}}, v={{speed_m}}, r={{zone_m}}) # {{move}}
        {{/straight}}
        \(gripperSteps(output: { "  set_standard_digital_out({{output}}, {{\($0).capital}})" }, statement: "  {{.}}", wait: "  sleep({{wait}})"))
        {{#payload}}
          set_payload({{load_mass}}, [{{load.m.x}}, {{load.m.y}}, {{load.m.z}}])
        {{/payload}}
        {{#if_held}}
          if ({{#by_input}}get_standard_digital_in({{input}}) == {{level_held.capital}}{{/by_input}}{{#by_width}}{{width_expression}} > {{held_mm}}{{/by_width}}):
        {{/if_held}}
        {{#end_if_held}}
          else:
            textmsg("pickpose: nothing held, object {{object}}")
          end
        {{/end_if_held}}
        {{/steps}}
        {{/picks}}
        end

        """
}
