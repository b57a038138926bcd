"""The small language that rules and goals are written in; how it is solved is nobody's business but the engine's."""
